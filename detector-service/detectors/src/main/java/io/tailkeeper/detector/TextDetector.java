package io.tailkeeper.detector;

import java.util.List;

/**
 * Tells machine-written texts from human ones, uncalibrated.
 *
 * <p>The logit of a text depends on that text alone. Safe for use by several threads.
 */
public interface TextDetector {

    /**
     * The logit of "machine-written": any finite number, the higher the likelier.
     *
     * @param text normalised, of any length; empty ones have a logit too
     */
    double logit(String text);

    /** The logits of several texts, in their order, each as {@link #logit} gives it. */
    default double[] logits(List<String> texts) {
        return texts.stream().mapToDouble(this::logit).toArray();
    }
}
