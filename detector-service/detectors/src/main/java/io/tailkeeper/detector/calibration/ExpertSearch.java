package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds which generators one detector can be fitted on together, and fits one, an expert, on each such group.
 *
 * <p>Generators differ from human writers in different directions, even in opposite ones: text that is sampled from a base
 * model surprises more than human text does, that of a chat model less. One linear detector of both is a compromise that
 * finds neither well. Experts side by side are a mixture, {@link ClassifierMixture#mixed}: a text is found when one of them finds
 * it. An expert learns from human texts too, but not from those of sources where only other generators write: it would
 * learn the domain.
 *
 * <p>The search begins with one group. The generator that is found worst gets an expert of its own, then each
 * generator goes to the expert that finds it best, experts are fitted again, until nothing changes (Lloyd's algorithm with
 * detectors in the place of centres). More groups are kept when the AUROC on the calibration part rises by more than
 * {@value #MIN_GAIN}; each group counts alike, however many generators of its kind there are.
 *
 * @param <D> a detector
 */
public final class ExpertSearch<D> {

    private static final int MAX_EXPERTS = 4;
    private static final int SEEDS = 8;
    private static final int ROUNDS = 6;
    private static final double MIN_GAIN = 0.02;

    private final FittedExperts<D> fitted;
    private final GeneratorAuroc auroc;
    private final Set<String> unjudged = new TreeSet<>();

    private ExpertSearch(List<LabelledText> fit, List<LabelledText> calibration, FittedExperts<D> fitted) {
        this.fitted = fitted;
        Set<String> judged = new TreeSet<>();
        for (String generator : GeneratorTexts.generators(fit)) {
            Set<String> alone = Set.of(generator);
            boolean enough = GeneratorTexts.areEnough(GeneratorTexts.of(fit, alone))
                    && GeneratorTexts.areEnough(GeneratorTexts.of(calibration, alone));
            (enough ? judged : unjudged).add(generator);
        }
        auroc = new GeneratorAuroc(calibration, judged);
    }

    /**
     * An expert that was found.
     *
     * @param detector fitted
     * @param generators its own, by name
     * @param fit texts that it was fitted on
     * @param calibration other texts that are its own
     */
    public record Found<D>(
            D detector, List<String> generators, List<LabelledText> fit, List<LabelledText> calibration) {}

    /**
     * The experts that one detector is made of; one alone is fitted on all texts. The same texts give the same experts.
     *
     * @param fit texts to fit on
     * @param calibration other texts
     * @param training of a detector on the first texts; its form may be chosen on the second ones
     * @param judge the logits of texts by a detector
     */
    public static <D> List<Found<D>> experts(
            List<LabelledText> fit,
            List<LabelledText> calibration,
            BiFunction<List<LabelledText>, List<LabelledText>, D> training,
            BiFunction<D, List<LabelledText>, double[]> judge) {
        FittedExperts<D> fitted = new FittedExperts<>(fit, calibration, training, judge);
        return new ExpertSearch<>(fit, calibration, fitted)
                .groups().stream().map(fitted::found).toList();
    }

    private List<Set<String>> groups() {
        List<Set<String>> groups = List.of(union(auroc.generators(), unjudged));
        while (auroc.generators().size() > groups.size() && groups.size() < MAX_EXPERTS) {
            List<Set<String>> best = groups;
            double mostGained = MIN_GAIN;
            for (String seed : worstFound(groups)) {
                List<Set<String>> candidate = settled(groups, seed);
                double gained = worth(candidate, candidate) - worth(groups, candidate);
                if (candidate.size() > groups.size() && gained > mostGained) {
                    best = candidate;
                    mostGained = gained;
                }
            }
            if (best.equals(groups)) {
                break;
            }
            groups = best;
        }
        return groups;
    }

    private List<String> worstFound(List<Set<String>> groups) {
        Map<String, Double> found = new HashMap<>();
        auroc.generators()
                .forEach(generator -> found.put(
                        generator,
                        groups.stream()
                                .mapToDouble(group -> auroc.of(fitted.logits(group), generator))
                                .max()
                                .orElseThrow()));
        return auroc.generators().stream()
                .sorted(Comparator.comparing(found::get))
                .limit(SEEDS)
                .toList();
    }

    /** Groups that generators move between until each is where it is found best; those not judged stay in the first. */
    private List<Set<String>> settled(List<Set<String>> groups, String seed) {
        List<Set<String>> now = new ArrayList<>(groups);
        now.add(Set.of(seed));
        for (int round = 0; round < ROUNDS; round++) {
            List<Set<String>> before = now;
            Map<Integer, Set<String>> next = new TreeMap<>();
            auroc.generators()
                    .forEach(generator -> next.computeIfAbsent(bestExpert(before, generator), group -> new HashSet<>())
                            .add(generator));
            next.values().iterator().next().addAll(unjudged);
            now = List.copyOf(next.values());
            if (now.equals(before)) {
                break;
            }
        }
        return now;
    }

    private int bestExpert(List<Set<String>> groups, String generator) {
        ToDoubleFunction<Integer> finds = group -> auroc.of(fitted.logits(groups.get(group)), generator);
        return IntStream.range(0, groups.size())
                .boxed()
                .max(Comparator.comparingDouble(finds).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** AUROC of some groups' experts, the mean over kinds of generators of the mean over those of a kind. */
    private double worth(List<Set<String>> groups, List<Set<String>> kinds) {
        List<double[]> experts = groups.stream().map(fitted::logits).toList();
        double[] logits = new double[experts.getFirst().length];
        for (int i = 0; i < logits.length; i++) {
            int text = i;
            logits[i] = ClassifierMixture.mixed(
                    experts.stream().mapToDouble(its -> its[text]).toArray());
        }
        return auroc.mean(logits, kinds);
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }
}
