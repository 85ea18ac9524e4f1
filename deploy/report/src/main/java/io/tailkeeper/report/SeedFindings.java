package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.report.SeedSummary.Gap;
import io.tailkeeper.report.statistics.Interval;
import io.tailkeeper.report.statistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the figures over several seeds say, in sentences. */
final class SeedFindings {

    private static final Map<String, String> WORDS =
            Map.of("perplexityRatio", "perplexity", "vocabularyCoverage", "vocabulary coverage");

    private SeedFindings() {}

    /** One sentence for each arm, what of the gap between baseline and floor is closed, then when each arm failed, and what warned first. */
    static List<String> verdict(List<ArmReport> runs) {
        List<String> verdict = new ArrayList<>();
        ArmGroup.of(runs).forEach(group -> sentence(group).ifPresent(verdict::add));
        Set<String> gaps = new LinkedHashSet<>(); // what is said of the baseline is said once
        SeedSummary summary = SeedSummary.of(runs);
        summary.gaps().forEach(gap -> gaps.add(sentence(gap)));
        verdict.addAll(gaps);
        summary.courses().forEach(course -> verdict.add(course.sentence()));
        return verdict;
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
        String measure = WORDS.getOrDefault(gap.figure(), gap.figure());
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
