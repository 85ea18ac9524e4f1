package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.measures.RocCurve;
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
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds which generators one detector can be fitted on together, and fits one, an expert, on each such group.
 *
 * <p>Generators differ from human writers in different directions, even in opposite ones: text that is sampled from a base
 * model surprises more than human text does, that of a chat model less. One linear detector of both is a compromise that
 * finds neither well. Experts side by side are a mixture, {@link MixtureHead#mixed}: a text is found when one of them finds
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

    /** Fewest texts of a class that a generator is judged by on its own. */
    private static final int MIN_TEXTS = 10;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fitted<D>(D detector, double[] logits) {}

    private final List<LabelledText> fit;
    private final List<LabelledText> calibration;
    private final BiFunction<List<LabelledText>, List<LabelledText>, D> training;
    private final BiFunction<D, List<LabelledText>, double[]> judge;
    private final Map<String, boolean[]> judged = new TreeMap<>(); // generator -> which calibration texts judge it
    private final Set<String> unjudged = new TreeSet<>();
    private final Map<Set<String>, Fitted<D>> fitted = new HashMap<>();

    private ExpertSearch(
            List<LabelledText> fit,
            List<LabelledText> calibration,
            BiFunction<List<LabelledText>, List<LabelledText>, D> training,
            BiFunction<D, List<LabelledText>, double[]> judge) {
        this.fit = fit;
        this.calibration = calibration;
        this.training = training;
        this.judge = judge;
        for (String generator : generators(fit)) { // in the order of their names
            boolean[] by = chosen(calibration, Set.of(generator));
            if (isEnough(of(fit, chosen(fit, Set.of(generator)))) && isEnough(of(calibration, by))) {
                judged.put(generator, by);
            } else {
                unjudged.add(generator);
            }
        }
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
        ExpertSearch<D> search = new ExpertSearch<>(fit, calibration, training, judge);
        return search.groups().stream()
                .map(group -> new Found<>(
                        search.fitted(group).detector(),
                        List.copyOf(new TreeSet<>(group)),
                        search.own(fit, group),
                        search.own(calibration, group)))
                .toList();
    }

    private List<Set<String>> groups() {
        List<Set<String>> groups = List.of(union(judged.keySet(), unjudged));
        while (judged.size() > groups.size() && groups.size() < MAX_EXPERTS) {
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
        judged.keySet()
                .forEach(generator -> found.put(
                        generator,
                        groups.stream()
                                .mapToDouble(group -> auroc(fitted(group).logits(), generator))
                                .max()
                                .orElseThrow()));
        return judged.keySet().stream()
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
            judged.keySet()
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
        ToDoubleFunction<Integer> finds =
                group -> auroc(fitted(groups.get(group)).logits(), generator);
        return IntStream.range(0, groups.size())
                .boxed()
                .max(Comparator.comparingDouble(finds).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** AUROC of some groups' experts, the mean over kinds of generators of the mean over those of a kind. */
    private double worth(List<Set<String>> groups, List<Set<String>> kinds) {
        double[] logits = new double[calibration.size()];
        for (int i = 0; i < logits.length; i++) {
            int text = i;
            logits[i] = MixtureHead.mixed(groups.stream()
                    .mapToDouble(group -> fitted(group).logits()[text])
                    .toArray());
        }
        return kinds.stream()
                .mapToDouble(kind -> kind.stream()
                        .filter(judged::containsKey)
                        .mapToDouble(generator -> auroc(logits, generator))
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    private double auroc(double[] logits, String generator) {
        boolean[] by = Objects.requireNonNull(judged.get(generator), "a generator that is judged");
        int[] texts = IntStream.range(0, by.length).filter(i -> by[i]).toArray();
        boolean[] truth = new boolean[texts.length];
        double[] values = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            truth[i] = calibration.get(texts[i]).machineWritten();
            values[i] = logits[texts[i]];
        }
        return RocCurve.of(values, truth).auroc();
    }

    private Fitted<D> fitted(Set<String> group) {
        Fitted<D> known = fitted.get(group);
        if (known == null) {
            D detector = training.apply(own(fit, group), own(calibration, group));
            known = new Fitted<>(detector, judged.size() > 1 ? judge.apply(detector, calibration) : new double[0]);
            fitted.put(Set.copyOf(group), known);
        }
        return known;
    }

    private List<LabelledText> own(List<LabelledText> texts, Set<String> group) {
        return group.size() == judged.size() + unjudged.size() ? texts : of(texts, chosen(texts, group));
    }

    /** Which texts tell generators from people: their own, and human ones but those of other generators' sources. */
    private static boolean[] chosen(List<LabelledText> texts, Set<String> generators) {
        Set<String> others = sources(texts, generator -> !generators.contains(generator));
        others.removeAll(sources(texts, generators::contains));
        boolean enough = texts.stream()
                        .filter(text -> !text.machineWritten() && !others.contains(text.source()))
                        .count()
                >= MIN_TEXTS;
        boolean[] chosen = new boolean[texts.size()];
        for (int i = 0; i < chosen.length; i++) {
            LabelledText text = texts.get(i);
            chosen[i] = text.machineWritten()
                    ? generators.contains(text.generator())
                    : !enough || !others.contains(text.source());
        }
        return chosen;
    }

    private static Set<String> sources(List<LabelledText> texts, Predicate<String> generator) {
        return texts.stream()
                .filter(text -> text.machineWritten() && generator.test(text.generator()))
                .map(LabelledText::source)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<LabelledText> of(List<LabelledText> texts, boolean[] chosen) {
        return IntStream.range(0, chosen.length)
                .filter(i -> chosen[i])
                .mapToObj(texts::get)
                .toList();
    }

    private static Set<String> generators(List<LabelledText> texts) {
        return texts.stream()
                .filter(LabelledText::machineWritten)
                .map(LabelledText::generator)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isEnough(List<LabelledText> texts) {
        long machine = texts.stream().filter(LabelledText::machineWritten).count();
        return Math.min(machine, texts.size() - machine) >= MIN_TEXTS;
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }
}
