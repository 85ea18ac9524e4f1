package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.TextMeasures;
import java.util.List;

/** A model's own text beside human text after the same prompts. */
public final class TextComparison {

    private TextComparison() {}

    /**
     * The text measures. Diversity and self-BLEU read whole documents; divergence and coverage read both sides, in the
     * order given, cut to the number of words of the shorter one.
     *
     * @param machine the model's documents, at least one
     * @param human the human documents
     */
    public static TextMeasures of(List<String> machine, List<String> human) {
        List<List<String>> machineTokens = machine.stream().map(Words::of).toList();
        List<List<String>> humanTokens = human.stream().map(Words::of).toList();
        List<String> machineWords = machineTokens.stream().flatMap(List::stream).toList();
        List<String> humanWords = humanTokens.stream().flatMap(List::stream).toList();
        int tokens = Math.min(machineWords.size(), humanWords.size());
        machineWords = machineWords.subList(0, tokens);
        humanWords = humanWords.subList(0, tokens);
        return new TextMeasures(
                machine.size(),
                tokens,
                LexicalDiversity.of(machineTokens),
                LexicalDiversity.of(humanTokens),
                SelfBleu.of(machineTokens),
                SelfBleu.of(humanTokens),
                UnigramDivergence.of(machineWords, humanWords),
                UnigramDivergence.of(humanWords, machineWords),
                VocabularyCoverage.of(machineWords, humanWords));
    }
}
