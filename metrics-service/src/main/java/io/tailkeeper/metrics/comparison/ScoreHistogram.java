package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.measures.RocCurve;
import java.util.OptionalDouble;

/**
 * Counts of probabilities in bins of equal width in log-odds, fine where detectors crowd: near 0 and near 1.
 *
 * <p>Histograms of parts add up to the histogram of the whole, so they can be kept where the parts are. Constant memory.
 * Not safe for use by several threads.
 */
public final class ScoreHistogram {

    private static final double LARGEST_LOG_ODDS = 32;
    private static final int BINS_PER_UNIT = 32;
    private static final int CENTRE = (int) (LARGEST_LOG_ODDS * BINS_PER_UNIT);

    private final long[] counts = new long[2 * CENTRE + 1];
    private long total;

    /** The bin of a probability. */
    public static int bin(double probability) {
        double logOdds = Math.log(probability) - Math.log1p(-probability);
        double bounded = Math.clamp(logOdds, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS);
        return CENTRE + (int) Math.round(bounded * BINS_PER_UNIT);
    }

    /** The name under which a probability is counted where its writer is known: {@code h} or {@code s}, and the bin; else empty. */
    public static String place(Provenance.Source writer, double probability) {
        return switch (writer) {
            case HUMAN -> "h" + bin(probability);
            case SYNTHETIC -> "s" + bin(probability);
            case UNKNOWN -> "";
        };
    }

    /** Adds probabilities that were counted elsewhere to a bin. */
    public void add(int bin, long count) {
        counts[bin] += count;
        total += count;
    }

    /** The number of probabilities counted. */
    public long total() {
        return total;
    }

    /**
     * Area under the ROC curve: the chance that a positive scores higher than a negative, ties (same bin) counted half.
     * Empty when either side is.
     */
    public static OptionalDouble auroc(ScoreHistogram positives, ScoreHistogram negatives) {
        if (positives.total == 0 || negatives.total == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                RocCurve.ofCounts(negatives.counts, positives.counts).auroc());
    }
}
