package io.tailkeeper.bench.figures;

import java.util.List;

/** The middle of some figures: neighbours on the machine disturb a few windows, not half of them. */
public final class Median {

    private Median() {}

    /** The middle one; the mean of the two middle ones where their number is even. */
    public static double of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures, no median");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
