package io.tailkeeper.trainer;

import io.tailkeeper.contracts.measures.Confidence;
import io.tailkeeper.measures.CalibrationSum;
import java.util.Arrays;

/**
 * How sure a model is, token after token: counts and sums, so that memory does not grow with the text. Not for use by several
 * threads.
 *
 * <p>Percentiles of the entropy come from {@value #ENTROPY_BINS} bins of {@value #ENTROPY_STEP} nats, and are the middle of the
 * bin that holds the nearest rank. Beyond 20 nats, the entropy of 485 million equally likely tokens, the last bin takes all.
 */
public final class ConfidenceSums {

    private static final double ENTROPY_STEP = 0.01;
    private static final int ENTROPY_BINS = 2_000;
    private static final double HIGH = Math.log(0.9);

    private final long[] histogram = new long[Confidence.BINS];
    private final long[] entropies = new long[ENTROPY_BINS];
    private final CalibrationSum calibration = new CalibrationSum();
    private long tokens;
    private double probabilitySum;
    private double entropySum;
    private long high;

    /**
     * Takes the distribution of one token.
     *
     * @param logProbability ln of the probability of the token that stands there, at most 0 but for rounding
     * @param logHighest ln of the highest probability
     * @param correct whether the most probable token stands there
     * @param entropy nats
     */
    public void add(double logProbability, double logHighest, boolean correct, double entropy) {
        double probability = Math.min(1, Math.exp(logProbability));
        histogram[Math.min(Confidence.BINS - 1, (int) (probability * Confidence.BINS))]++;
        probabilitySum += probability;
        high += logProbability > HIGH ? 1 : 0;
        double nats = Math.max(0, entropy); // rounding leaves -0.0 and less where a model is certain
        entropySum += nats;
        entropies[(int) Math.min(ENTROPY_BINS - 1.0, nats / ENTROPY_STEP)]++;
        calibration.add(Math.min(1, Math.exp(logHighest)), correct, 1);
        tokens++;
    }

    /**
     * The figures of all tokens so far.
     *
     * @throws IllegalArgumentException when there are none, or a figure is no number
     */
    public Confidence confidence() {
        return new Confidence(
                Arrays.stream(histogram).boxed().toList(),
                probabilitySum / tokens,
                (double) high / tokens,
                entropySum / tokens,
                percentile(0.1),
                percentile(0.9),
                calibration.error());
    }

    private double percentile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * tokens));
        long below = 0;
        int bin = 0;
        while (below + entropies[bin] < rank && bin < ENTROPY_BINS - 1) {
            below += entropies[bin++];
        }
        return (bin + 0.5) * ENTROPY_STEP;
    }
}
