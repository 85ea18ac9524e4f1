package io.tailkeeper.metrics.text;

import io.tailkeeper.contracts.TextMeasures;
import io.tailkeeper.contracts.words.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model's own text beside human text after the same prompts. */
public final class TextComparison {

    private TextComparison() {}

    /**
     * The text measures. Diversity, self-BLEU, distinct-n, reading ease and mean length read whole documents; what depends on
     * the frequencies of words reads both sides, in the order given, cut to the number of words of the shorter one.
     *
     * @param machine the model's documents, at least one
     * @param human the human documents
     */
    public static TextMeasures of(List<MeasuredText> machine, List<MeasuredText> human) {
        Map<String, String> once = new HashMap<>();
        List<List<String>> machineTokens = words(machine, once);
        List<List<String>> humanTokens = words(human, once);
        List<String> machineWords = machineTokens.stream().flatMap(List::stream).toList();
        List<String> humanWords = humanTokens.stream().flatMap(List::stream).toList();
        int tokens = Math.min(machineWords.size(), humanWords.size());
        TextSide ofMachine = TextSide.of(machineTokens, machineWords.subList(0, tokens));
        TextSide ofHuman = TextSide.of(humanTokens, humanWords.subList(0, tokens));
        boolean counted = tokens >= TextSide.LEAST_WORDS;
        TailMass tail = TailMass.of(ofHuman.words());
        return new TextMeasures(
                machine.size(),
                tokens,
                LexicalDiversity.of(machineTokens),
                LexicalDiversity.of(humanTokens),
                SelfBleu.of(machineTokens),
                SelfBleu.of(humanTokens),
                UnigramDivergence.of(ofMachine.words(), ofHuman.words()),
                UnigramDivergence.of(ofHuman.words(), ofMachine.words()),
                VocabularyCoverage.of(ofMachine.words(), ofHuman.words()),
                CoverageError.of(machineTokens, humanTokens),
                counted ? ofMachine.divergence(ofHuman) : null,
                counted ? ofMachine.statistics(tail.in(ofMachine.counts())) : null,
                counted ? ofHuman.statistics(tail.human()) : null,
                TokenComparison.divergence(machine, human),
                TokenComparison.confidence(machine));
    }

    /** The words of documents; a word that comes again is not kept again, or the words would take most of the memory. */
    private static List<List<String>> words(List<MeasuredText> documents, Map<String, String> once) {
        return documents.stream()
                .map(each -> Words.of(each.text()).stream()
                        .map(word -> once.computeIfAbsent(word, Function.identity()))
                        .toList())
                .toList();
    }
}
