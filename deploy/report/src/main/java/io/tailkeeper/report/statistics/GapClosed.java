package io.tailkeeper.report.statistics;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much of the gap between a baseline and a floor an arm closes, in pairs of equal seed: {@code 1 - (arm - floor) /
 * (baseline - floor)}; 1 is all of it, 0 nothing, and below 0 the arm is farther from the floor than the baseline. Pairs share
 * generation 0 and held-out text, so what these do to a figure cancels.
 *
 * @param seeds the figures of each seed, in order
 * @param gap of the baseline to the floor over the seeds; positive where the baseline is worse
 * @param closed the share that is closed, over the seeds; null where the gap is not above its noise
 */
public record GapClosed(List<Seed> seeds, Spread gap, @Nullable Spread closed) {

    /**
     * The figures of one seed.
     *
     * @param seed the seed
     * @param arm figure of the arm
     * @param baseline figure of the baseline
     * @param floor figure of the floor
     */
    public record Seed(long seed, double arm, double baseline, double floor) {

        /** The share of the gap that the arm closes; not finite where there is no gap. */
        double closed() {
            return 1 - (arm - floor) / (baseline - floor);
        }
    }

    public GapClosed {
        seeds = List.copyOf(seeds);
    }

    /**
     * The gap over some seeds. It is above its noise where its t interval of 95 % lies above 0, and so does the gap of each
     * seed: a share of anything smaller would be a wild number.
     *
     * @param seeds two or more
     * @param higherIsWorse whether the baseline is expected above the floor
     */
    public static GapClosed of(List<Seed> seeds, boolean higherIsWorse) {
        int sign = higherIsWorse ? 1 : -1;
        Spread gap = Spread.of(seeds.stream()
                .map(seed -> sign * (seed.baseline() - seed.floor()))
                .toList());
        Interval interval = Objects.requireNonNull(gap.tInterval(), "one seed has no noise to be above");
        boolean above = interval.low() > 0 && gap.min() > 0;
        return new GapClosed(
                seeds, gap, above ? Spread.of(seeds.stream().map(Seed::closed).toList()) : null);
    }

    /** What is stated beside the mean of {@link #closed}; null where that is. */
    public @Nullable Interval interval() {
        return closed == null ? null : closed.interval();
    }
}
