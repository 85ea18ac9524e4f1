package io.tailkeeper.detector.evaluation;

/**
 * What a detector said of a labelled text.
 *
 * @param machineWritten the truth
 * @param source of the text
 * @param logit calibrated; ranks the texts where probabilities are rounded to 1
 * @param syntheticProbability calibrated
 * @param tooShort whether the probability is the prior
 * @param cut whether a part of a long text was judged
 */
public record JudgedText(
        boolean machineWritten,
        String source,
        double logit,
        double syntheticProbability,
        boolean tooShort,
        boolean cut) {}
