package io.tailkeeper.report;

import io.tailkeeper.report.statistics.Spread;
import io.tailkeeper.report.text.Inert;
import io.tailkeeper.report.view.RunNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * The runs of an arm that differ in their seed only.
 *
 * @param arm the arm
 * @param runs one for each seed, in the order of the seeds
 */
record ArmGroup(String arm, List<ArmReport> runs) {

    ArmGroup {
        runs = List.copyOf(runs);
    }

    /** The groups of an experiment's runs, in the order of the arms. */
    static List<ArmGroup> of(List<ArmReport> runs) {
        Map<String, List<ArmReport>> groups = new LinkedHashMap<>();
        runs.forEach(
                run -> groups.computeIfAbsent(run.arm(), _ -> new ArrayList<>()).add(run));
        return groups.entrySet().stream()
                .map(group -> new ArmGroup(group.getKey(), group.getValue()))
                .toList();
    }

    /** Arms that are, in every generation and seed, an arm before: what sets them apart did nothing, or next to nothing. */
    static List<String> alike(List<ArmReport> runs) {
        List<ArmGroup> groups = of(runs.stream().filter(ArmReport::beyondZero).toList());
        List<String> alike = new ArrayList<>();
        for (int later = 1; later < groups.size(); later++) {
            ArmGroup group = groups.get(later);
            List<ArmGroup> before = groups.subList(0, later);
            group.first(before, (run, other) -> run.weights().equals(other.weights()), Inert.SAME_WEIGHTS)
                    .or(() -> group.first(before, ArmGroup::samePerplexities, Inert.SAME_PERPLEXITY))
                    .ifPresent(alike::add);
        }
        return alike;
    }

    /** Whether two runs have one perplexity in every generation, but for a thousandth. */
    private static boolean samePerplexities(ArmReport run, ArmReport other) {
        return run.generations().size() == other.generations().size()
                && run.generations().stream().allMatch(each -> other.find(each.generation()).stream()
                        .anyMatch(beside -> Math.abs(each.heldOut().perplexity()
                                                / beside.heldOut().perplexity()
                                        - 1)
                                < 0.001));
    }

    /** The sentence of the first arm that all runs of this one are like, seed by seed. */
    private Optional<String> first(List<ArmGroup> before, BiPredicate<ArmReport, ArmReport> like, String sentence) {
        return before.stream()
                .filter(other -> runs.stream().allMatch(run -> other.find(run.seed())
                        .filter(beside -> like.test(run, beside))
                        .isPresent()))
                .map(other -> arm + ": " + String.format(Locale.ROOT, sentence, other.arm))
                .findFirst();
    }

    /** Seeds of some runs, in their order. */
    static List<Long> seeds(List<ArmReport> runs) {
        return runs.stream().map(ArmReport::seed).distinct().toList();
    }

    /** Whether some runs differ in their seed. */
    static boolean several(List<ArmReport> runs) {
        return seeds(runs).size() > 1;
    }

    /** The runs as people are told of them: where there are several seeds, the arm's name has its seed behind it. */
    static List<ArmReport> named(List<ArmReport> runs) {
        return several(runs)
                ? runs.stream()
                        .map(run -> run.called(RunNames.name(run.arm(), run.seed())))
                        .toList()
                : runs;
    }

    /** Any of its runs: they differ in their seed only. */
    ArmReport example() {
        return runs.getFirst();
    }

    /** Generations that a run of it trained itself, in order. */
    List<Integer> own() {
        return runs.stream()
                .flatMap(run -> run.own().stream())
                .map(GenerationReport::generation)
                .distinct()
                .sorted()
                .toList();
    }

    /** The run of a seed that was measured beyond generation 0. */
    Optional<ArmReport> find(long seed) {
        return runs.stream()
                .filter(run -> run.seed() == seed && run.beyondZero())
                .findFirst();
    }

    /** How a figure of one generation spreads over the seeds that have it; empty where none has. */
    Optional<Spread> spread(int generation, BiFunction<ArmReport, GenerationReport, Object> figure) {
        List<Double> values = new ArrayList<>();
        for (ArmReport run : runs) {
            run.find(generation)
                    .map(each -> figure.apply(run, each))
                    .map(each -> each instanceof Number number ? number.doubleValue() : Double.NaN)
                    .filter(Double::isFinite)
                    .ifPresent(values::add);
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }
}
