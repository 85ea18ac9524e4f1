package io.tailkeeper.detector;

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
}
