package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.report.SeedSummary.Gap;
import io.tailkeeper.report.statistics.Interval;
import io.tailkeeper.report.statistics.Spread;
import io.tailkeeper.report.text.MeasureWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the figures over several seeds say, in sentences. */
final class SeedFindings {

    private static final String ONE_SEED =
            "one seed: two runs that differ in nothing else came out up to 0.09 apart in the perplexity"
                    + " ratio; run with --seeds 42,43,44 to see the spread";

    /** What lies no further from the floor holds. */
    static final double NEAR = 0.05;

    /** Standard errors within which 95 of 100 differences lie that are chance. */
    private static final double CHANCE = 1.96;

    private SeedFindings() {}

    /** The same of one seed: one sentence for each arm, the worst first. */
    static List<String> verdictOfOne(List<ArmReport> runs) {
        Optional<ArmReport> floor = runs.stream()
                .filter(ArmReport::floor)
                .filter(ArmReport::beyondZero)
                .findFirst();
        Map<String, Course> courses = Course.of(runs).stream().collect(Collectors.toMap(Course::arm, each -> each));
        List<String> verdict = runs.stream()
                .filter(run -> !run.base() && run.beyondZero())
                .sorted(Comparator.comparingDouble(run -> -ratio(run)))
                .map(run -> sentence(run, floor, courses.get(run.arm())))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!verdict.isEmpty()) {
            verdict.add(ONE_SEED);
        }
        return verdict;
    }

    private static double ratio(ArmReport run) {
        return run.last().orElseThrow().heldOut().perplexityRatio();
    }

    private static String sentence(ArmReport run, Optional<ArmReport> floor, @Nullable Course course) {
        GenerationReport last = run.last().orElseThrow();
        String figures = text(
                "after %d generation%s perplexity is %.2f times that of generation 0 and vocabulary coverage %.2f",
                last.generation(),
                last.generation() == 1 ? "" : "s",
                last.heldOut().perplexityRatio(),
                last.text().vocabularyCoverage());
        String outcome = outcome(run, floor);
        if (floor.filter(run::equals).isPresent()) {
            return run.arm() + " " + outcome + ": " + figures + ", what learning from few human documents costs";
        }
        return run.arm() + " " + outcome + ": " + figures
                + floor.map(lowest -> distance(last, lowest)).orElse("")
                + (course == null ? "" : "; " + course.sentence());
    }

    /** The same words as on the page. */
    private static String outcome(ArmReport run, Optional<ArmReport> floor) {
        if (floor.filter(run::equals).isPresent()) {
            return "is the floor";
        }
        if (ratio(run) > run.specification().stagesOrDefault().collapsedRatio()) {
            return "collapses";
        }
        return ratio(run) - floor.map(SeedFindings::ratio).orElse(1.0) <= NEAR ? "holds" : "loses";
    }

    private static String distance(GenerationReport last, ArmReport floor) {
        GenerationReport beside = floor.last().orElseThrow();
        double coverage = last.text().vocabularyCoverage() - beside.text().vocabularyCoverage();
        double noise = CHANCE * Math.hypot(coverageError(last), coverageError(beside));
        return text(
                ": %+.3f and %+.3f%s from the %s floor",
                last.heldOut().perplexityRatio() - beside.heldOut().perplexityRatio(),
                coverage,
                Math.abs(coverage) < noise ? text(" (within its noise of %.2f)", noise) : "",
                floor.arm());
    }

    private static double coverageError(GenerationReport generation) {
        Double error = generation.text().vocabularyCoverageError();
        return error == null ? 0 : error;
    }

    /** One sentence for each arm, what of the gap between baseline and floor is closed, then when each arm failed, and what warned first. */
    static List<String> verdict(List<ArmReport> runs) {
        List<String> verdict = new ArrayList<>();
        ArmGroup.of(runs).stream()
                .sorted(Comparator.comparingDouble(SeedFindings::lastRatio).reversed())
                .forEach(group -> sentence(group).ifPresent(verdict::add));
        Set<String> gaps = new LinkedHashSet<>(); // what is said of the baseline is said once
        SeedSummary summary = SeedSummary.of(runs);
        summary.gaps().forEach(gap -> gaps.add(sentence(gap)));
        verdict.addAll(gaps);
        summary.courses().forEach(course -> verdict.add(course.sentence()));
        return verdict;
    }

    private static double lastRatio(ArmGroup group) {
        return group.runs().stream()
                .flatMap(run -> run.last().stream())
                .mapToDouble(last -> last.heldOut().perplexityRatio())
                .average()
                .orElse(0);
    }

    private static Optional<String> sentence(ArmGroup group) {
        List<ArmReport> measured =
                group.runs().stream().filter(ArmReport::beyondZero).toList();
        if (group.example().base() || measured.isEmpty()) {
            return Optional.empty();
        }
        int generation = measured.stream()
                .mapToInt(run -> run.last().orElseThrow().generation())
                .min()
                .orElseThrow();
        Optional<Spread> ratio =
                group.spread(generation, (run, each) -> each.heldOut().perplexityRatio());
        Optional<Spread> coverage =
                group.spread(generation, (run, each) -> each.text().vocabularyCoverage());
        return Optional.of(text(
                "%s: after %d generation%s perplexity is %s times that of generation 0 and vocabulary coverage %s, mean and"
                        + " range of %d seed%s",
                group.arm(),
                generation,
                generation == 1 ? "" : "s",
                range(ratio.orElseThrow()),
                range(coverage.orElseThrow()),
                measured.size(),
                measured.size() == 1 ? "" : "s"));
    }

    private static String range(Spread spread) {
        return text("%.2f (%.2f to %.2f)", spread.mean(), spread.min(), spread.max());
    }

    private static String sentence(Gap gap) {
        Spread closed = gap.difference().closed();
        Interval interval = gap.closedInterval();
        String measure = MeasureWords.of(gap.figure());
        if (closed == null || interval == null) {
            return noGap(gap, measure);
        }
        return text(
                "%s closes %.0f %% [%.0f, %.0f] of %s's gap in %s to the %s floor after generation %d: mean and %s, by"
                        + " differences of equal seed",
                gap.arm(),
                100 * closed.mean(),
                100 * interval.low(),
                100 * interval.high(),
                gap.baseline(),
                measure,
                gap.floor(),
                gap.generation(),
                what(interval, closed.n()));
    }

    private static String what(Interval interval, int seeds) {
        return switch (interval.kind()) {
            case RANGE -> "range of " + seeds + " seeds, which are too few for an interval";
            case T95 -> "95 % t interval of " + seeds + " seeds";
        };
    }

    private static String noGap(Gap gap, String measure) {
        Interval interval = gap.gapInterval();
        return text(
                "no gap in %s to close was found after generation %d: %s is %s than the %s floor by %.3f over %d seeds, which"
                        + " is not above its noise (95 %% t interval %.3f to %.3f, above 0 is worse)",
                measure,
                gap.generation(),
                gap.baseline(),
                gap.difference().gap().mean() < 0 ? "better" : "worse",
                gap.floor(),
                Math.abs(gap.difference().gap().mean()),
                gap.difference().gap().n(),
                interval == null ? Double.NaN : interval.low(),
                interval == null ? Double.NaN : interval.high());
    }
}
