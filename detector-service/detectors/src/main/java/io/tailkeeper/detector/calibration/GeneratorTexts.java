package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts that tell some generators from people: their own, and human ones but those of sources where only other generators
 * write. Where fewer than {@value #MIN_TEXTS} human texts would be left, all of them.
 */
final class GeneratorTexts {

    /** Fewest texts of a class that a generator is judged by on its own. */
    private static final int MIN_TEXTS = 10;

    private GeneratorTexts() {}

    /** The generators of the texts, in the order of their names. */
    static Set<String> generators(List<LabelledText> texts) {
        return texts.stream()
                .filter(LabelledText::machineWritten)
                .map(LabelledText::generator)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the texts are enough to judge a generator by. */
    static boolean areEnough(List<LabelledText> texts) {
        long machine = texts.stream().filter(LabelledText::machineWritten).count();
        return Math.min(machine, texts.size() - machine) >= MIN_TEXTS;
    }

    /** Those of the texts that tell some generators from people, in their order. */
    static List<LabelledText> of(List<LabelledText> texts, Set<String> generators) {
        return IntStream.of(places(texts, generators)).mapToObj(texts::get).toList();
    }

    /** Where in the list they stand, in their order. */
    static int[] places(List<LabelledText> texts, Set<String> generators) {
        Set<String> others = sources(texts, generator -> !generators.contains(generator));
        others.removeAll(sources(texts, generators::contains));
        boolean enough = texts.stream()
                        .filter(text -> !text.machineWritten() && !others.contains(text.source()))
                        .count()
                >= MIN_TEXTS;
        Predicate<LabelledText> chosen = text -> text.machineWritten()
                ? generators.contains(text.generator())
                : !enough || !others.contains(text.source());
        return IntStream.range(0, texts.size())
                .filter(i -> chosen.test(texts.get(i)))
                .toArray();
    }

    private static Set<String> sources(List<LabelledText> texts, Predicate<String> generator) {
        return texts.stream()
                .filter(text -> text.machineWritten() && generator.test(text.generator()))
                .map(LabelledText::source)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
