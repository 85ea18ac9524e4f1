package io.tailkeeper.report.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tailkeeper.measures.generations.SyntheticShareLimit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much machine-written text an arm without a remedy would bear, and how far what theory foresees from its first generation is from
 * what was measured.
 *
 * @param first distances from the floor after generation 1, a seed each
 * @param last distances after the last generation, a seed each
 * @param share of machine-written text in what the arm learns, above 0
 * @param generation the last one
 * @param tolerance distance from the floor that is borne
 */
public record BearableShare(List<Double> first, List<Double> last, double share, int generation, double tolerance) {

    public BearableShare {
        first = List.copyOf(first);
        last = List.copyOf(last);
    }

    /** What it comes to; null where generation 1 lies no further than the floor, and so says nothing. */
    public @Nullable Estimate estimate(String arm, String floor) {
        Spread lost = Spread.of(first);
        if (lost.mean() <= 0) {
            return null;
        }
        Interval interval = lost.interval();
        return new Estimate(
                arm,
                floor,
                tolerance,
                limit(lost.mean()),
                interval == null ? null : limit(interval.high()),
                interval == null ? null : limit(interval.low()),
                generation,
                SyntheticShareLimit.foreseen(lost.mean(), share, generation),
                Spread.of(last).mean());
    }

    /** An end of an interval at or below 0 bears everything. */
    private double limit(double distance) {
        return distance <= 0 ? 1 : SyntheticShareLimit.of(distance, share, tolerance);
    }

    /**
     * The estimate, by the recursion of arXiv 2602.10531 (our derivation).
     *
     * @param arm that would bear it
     * @param floor that distances are taken from
     * @param tolerance distance in the perplexity ratio that is borne
     * @param share of machine-written text in what is learned, from 0 to 1
     * @param low lower end of the interval of 95 % over seeds; null of one seed
     * @param high upper end; null of one seed
     * @param generation the last one
     * @param foreseen distance after it, by the recursion
     * @param measured distance after it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Estimate(
            String arm,
            String floor,
            double tolerance,
            double share,
            @Nullable Double low,
            @Nullable Double high,
            int generation,
            double foreseen,
            double measured) {

        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "with at most %.0f %%%s of machine-written text, %s would stay within %.2f of the %s floor: from generation 1, by the"
                            + " recursion of arXiv 2602.10531 (our derivation), which foresees %+.3f after generation %d; measured is %+.3f",
                    100 * share,
                    low == null || high == null
                            ? ""
                            : String.format(Locale.ROOT, " [%.0f, %.0f]", 100 * low, 100 * high),
                    arm,
                    tolerance,
                    floor,
                    foreseen,
                    generation,
                    measured);
        }
    }
}
