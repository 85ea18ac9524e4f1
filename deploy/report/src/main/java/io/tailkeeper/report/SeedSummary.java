package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.report.course.SeedCourse;
import io.tailkeeper.report.statistics.GapClosed;
import io.tailkeeper.report.statistics.Interval;
import io.tailkeeper.report.statistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment found over its seeds.
 *
 * @param seeds in the order given
 * @param arms the base runs, then every arm
 * @param gaps how much of the gap between baseline and floor the other arms close
 * @param courses when each arm failed, and what warned first
 */
record SeedSummary(List<Long> seeds, List<Arm> arms, List<Gap> gaps, List<SeedCourse> courses) {

    /** An arm over its seeds. */
    record Arm(String arm, List<Generation> generations) {}

    /** A generation over the seeds that measured it; the figures have the names that they have in generations.csv. */
    record Generation(int generation, Map<String, Spread> figures) {}

    /**
     * The gap that an arm closes.
     *
     * @param arm an arm over the same data as the baseline
     * @param baseline the arm that has no remedy
     * @param floor the arm that learns from human text only
     * @param generation the last one that all of them measured
     * @param figure its name in generations.csv
     * @param difference in pairs of equal seed
     * @param gapInterval t interval of 95 % of the gap
     * @param closedInterval of the share closed: a range of two seeds, a t interval of more; null where there is no gap
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Gap(
            String arm,
            String baseline,
            String floor,
            int generation,
            String figure,
            GapClosed difference,
            @Nullable Interval gapInterval,
            @Nullable Interval closedInterval) {}

    private record Measure(String name, boolean higherIsWorse, ToDoubleFunction<GenerationReport> figure) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("perplexityRatio", true, each -> each.heldOut().perplexityRatio()),
            new Measure("vocabularyCoverage", false, each -> each.text().vocabularyCoverage()));

    /** The summary of an experiment of several seeds. */
    static SeedSummary of(List<ArmReport> runs) {
        List<ArmGroup> groups = ArmGroup.of(runs);
        return new SeedSummary(
                ArmGroup.seeds(runs), groups.stream().map(SeedSummary::arm).toList(), gaps(groups), courses(runs));
    }

    private static List<SeedCourse> courses(List<ArmReport> runs) {
        Map<String, List<Course>> courses = new LinkedHashMap<>();
        Course.of(runs).forEach(course -> courses.computeIfAbsent(course.arm(), _ -> new ArrayList<>())
                .add(course));
        return courses.entrySet().stream()
                .map(arm -> SeedCourse.of(
                        arm.getKey(),
                        arm.getValue().getFirst().failureRatio(),
                        arm.getValue().stream().map(SeedSummary::seed).toList()))
                .toList();
    }

    private static SeedCourse.Seed seed(Course course) {
        Course.Warning warning = course.firstWarning();
        return new SeedCourse.Seed(
                course.generations(),
                course.timeToFailure(),
                warning == null ? null : warning.measure(),
                warning == null ? null : warning.at());
    }

    private static Arm arm(ArmGroup group) {
        return new Arm(
                group.arm(),
                group.own().stream()
                        .map(generation -> new Generation(generation, figures(group, generation)))
                        .toList());
    }

    private static Map<String, Spread> figures(ArmGroup group, int generation) {
        Map<String, Spread> figures = new LinkedHashMap<>();
        GenerationsCsv.figures().forEach((name, figure) -> group.spread(generation, figure)
                .ifPresent(spread -> figures.put(name, spread)));
        return figures;
    }

    private static List<Gap> gaps(List<ArmGroup> groups) {
        Optional<ArmGroup> floor = groups.stream()
                .filter(group -> group.example().floor())
                .filter(SeedSummary::measured)
                .findFirst();
        Optional<ArmGroup> baseline = groups.stream()
                .filter(group -> plain(group.example()))
                .filter(SeedSummary::measured)
                .findFirst();
        List<Gap> gaps = new ArrayList<>();
        if (floor.isPresent() && baseline.isPresent()) {
            for (ArmGroup arm : groups) {
                if (!arm.equals(floor.get()) && !arm.equals(baseline.get()) && sameData(arm, baseline.get())) {
                    MEASURES.forEach(measure ->
                            gap(arm, baseline.get(), floor.get(), measure).ifPresent(gaps::add));
                }
            }
        }
        return List.copyOf(gaps);
    }

    private static boolean measured(ArmGroup group) {
        return group.runs().stream().anyMatch(ArmReport::beyondZero);
    }

    /** Human and machine-written text, learned as it comes. */
    static boolean plain(ArmReport run) {
        return !run.base()
                && run.specification().data().humanShare() > 0
                && run.specification().data().hasMachineText()
                && run.specification().selection().method() == SelectionSpecification.Method.NONE
                && run.specification().loss().name() == LossSpecification.Name.CROSS_ENTROPY;
    }

    private static boolean sameData(ArmGroup arm, ArmGroup baseline) {
        return !arm.example().base()
                && arm.example()
                        .specification()
                        .data()
                        .equals(baseline.example().specification().data());
    }

    /** Empty where fewer than two seeds measured all three beyond generation 0. */
    private static Optional<Gap> gap(ArmGroup arm, ArmGroup baseline, ArmGroup floor, Measure measure) {
        List<Long> seeds = ArmGroup.seeds(arm.runs()).stream()
                .filter(seed -> arm.find(seed).isPresent()
                        && baseline.find(seed).isPresent()
                        && floor.find(seed).isPresent())
                .toList();
        if (seeds.size() < 2) {
            return Optional.empty();
        }
        int generation = seeds.stream()
                .flatMap(seed -> List.of(arm, baseline, floor).stream().flatMap(group -> group.find(seed).stream()))
                .mapToInt(run -> run.last().orElseThrow().generation())
                .min()
                .orElseThrow();
        GapClosed difference = GapClosed.of(
                seeds.stream()
                        .map(seed -> new GapClosed.Seed(
                                seed,
                                value(arm, seed, generation, measure),
                                value(baseline, seed, generation, measure),
                                value(floor, seed, generation, measure)))
                        .toList(),
                measure.higherIsWorse());
        return Optional.of(new Gap(
                arm.arm(),
                baseline.arm(),
                floor.arm(),
                generation,
                measure.name(),
                difference,
                difference.gap().tInterval(),
                difference.interval()));
    }

    private static double value(ArmGroup group, long seed, int generation, Measure measure) {
        return measure.figure()
                .applyAsDouble(group.find(seed)
                        .flatMap(run -> run.find(generation))
                        .orElseThrow(() -> new IllegalStateException(
                                group.arm() + " seed " + seed + " has no generation " + generation)));
    }
}
