package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Experts by the generators that they are fitted on, each fitted once: on the {@link GeneratorTexts} of its generators, and
 * one of all generators on all texts.
 *
 * @param <D> a detector
 */
final class FittedExperts<D> {

    private final List<LabelledText> fit;
    private final List<LabelledText> calibration;
    private final BiFunction<List<LabelledText>, List<LabelledText>, D> training;
    private final BiFunction<D, List<LabelledText>, double[]> judge;
    private final int generators;
    private final Map<Set<String>, D> detectors = new HashMap<>();
    private final Map<Set<String>, double[]> logits = new HashMap<>();

    /** As {@link ExpertSearch#experts}. */
    FittedExperts(
            List<LabelledText> fit,
            List<LabelledText> calibration,
            BiFunction<List<LabelledText>, List<LabelledText>, D> training,
            BiFunction<D, List<LabelledText>, double[]> judge) {
        this.fit = fit;
        this.calibration = calibration;
        this.training = training;
        this.judge = judge;
        generators = GeneratorTexts.generators(fit).size();
    }

    /** The logits of all calibration texts by the expert of some generators. */
    double[] logits(Set<String> group) {
        return logits.computeIfAbsent(Set.copyOf(group), its -> judge.apply(detector(its), calibration));
    }

    /** The expert of some generators, with its texts. */
    ExpertSearch.Found<D> found(Set<String> group) {
        return new ExpertSearch.Found<>(
                detector(group), List.copyOf(new TreeSet<>(group)), own(fit, group), own(calibration, group));
    }

    private D detector(Set<String> group) {
        return detectors.computeIfAbsent(
                Set.copyOf(group), its -> training.apply(own(fit, its), own(calibration, its)));
    }

    private List<LabelledText> own(List<LabelledText> texts, Set<String> group) {
        return group.size() == generators ? texts : GeneratorTexts.of(texts, group);
    }
}
