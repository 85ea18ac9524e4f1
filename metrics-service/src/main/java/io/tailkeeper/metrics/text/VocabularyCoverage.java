package io.tailkeeper.metrics.text;

import java.util.HashSet;
import java.util.List;

/** How much of the breadth of human vocabulary a model still uses, counted over equally many words of both. */
public final class VocabularyCoverage {

    private VocabularyCoverage() {}

    /**
     * Distinct words of the model as a share of the human ones, 0 when there is no human word.
     *
     * @throws IllegalArgumentException when the sides differ in length: types grow with the text, so they would not compare
     */
    public static double of(List<String> machine, List<String> human) {
        if (machine.size() != human.size()) {
            throw new IllegalArgumentException("vocabulary coverage compares equally many words, not " + machine.size()
                    + " with " + human.size() + "; cut the longer side");
        }
        return human.isEmpty() ? 0 : (double) new HashSet<>(machine).size() / new HashSet<>(human).size();
    }
}
