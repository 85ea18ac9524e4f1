package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;

/**
 * How sure a model is of the text that it wrote itself. p_t is what it gave the token that it wrote, at temperature 1 and of the
 * whole vocabulary, however it was drawn. {@link Confidence} is the same on human text; the difference of the means is what drives
 * collapse (ForTIFAI, arXiv 2509.08972).
 *
 * @param histogram tokens by p_t in {@value Confidence#BINS} bins of equal width, the lowest first; p_t = 1 is in the last
 * @param meanProbability mean of p_t
 * @param shareAbove90 share of tokens with p_t above 0.9
 * @param shareAbove99 share of tokens with p_t above 0.99
 */
public record OwnConfidence(List<Long> histogram, double meanProbability, double shareAbove90, double shareAbove99) {

    public OwnConfidence {
        histogram = Checks.list("confidence.histogram", histogram, Confidence.BINS, Confidence.BINS);
        histogram.forEach(count -> Checks.within("confidence.histogram", count, 0, Checks.LARGEST_EXACT));
        Checks.within("confidence.meanProbability", meanProbability, 0, 1);
        Checks.within("confidence.shareAbove90", shareAbove90, 0, 1);
        Checks.within("confidence.shareAbove99", shareAbove99, 0, 1);
    }
}
