package io.tailkeeper.detector.calibration;

/**
 * What a detector says of a text.
 *
 * @param syntheticProbability calibrated probability of being machine-written
 * @param logit raw, before the calibration; 0 where the text was not judged
 * @param tooShort whether the text has too few words to be judged and the probability is the prior
 * @param cut whether one end of a long text stands for the whole
 */
public record Judgement(double syntheticProbability, double logit, boolean tooShort, boolean cut) {}
