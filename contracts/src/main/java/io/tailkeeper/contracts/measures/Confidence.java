package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;

/**
 * How sure a model is of the next token of held-out human text. p_t is its probability of the token that stands there.
 *
 * @param histogram tokens by p_t in 20 bins of equal width, the lowest first; p_t = 1 is in the last
 * @param meanProbability mean of p_t
 * @param shareAbove90 share of tokens with p_t above 0.9
 * @param meanEntropy mean entropy of the distribution of the next token, nats
 * @param entropyP10 its 10th percentile, nats, to within 0.005
 * @param entropyP90 its 90th percentile, nats, to within 0.005
 * @param calibrationError expected calibration error of the most probable token, 15 bins of equal width
 */
public record Confidence(
        List<Long> histogram,
        double meanProbability,
        double shareAbove90,
        double meanEntropy,
        double entropyP10,
        double entropyP90,
        double calibrationError) {

    /** Bins of the histogram. */
    public static final int BINS = 20;

    public Confidence {
        histogram = Checks.list("confidence.histogram", histogram, BINS, BINS);
        histogram.forEach(count -> Checks.within("confidence.histogram", count, 0, Checks.LARGEST_EXACT));
        Checks.within("confidence.meanProbability", meanProbability, 0, 1);
        Checks.within("confidence.shareAbove90", shareAbove90, 0, 1);
        Checks.within("confidence.meanEntropy", meanEntropy, 0, 1_000);
        Checks.within("confidence.entropyP10", entropyP10, 0, 1_000);
        Checks.within("confidence.entropyP90", entropyP90, 0, 1_000);
        Checks.within("confidence.calibrationError", calibrationError, 0, 1);
    }
}
