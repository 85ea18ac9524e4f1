package io.tailkeeper.detector.evaluation;

import io.tailkeeper.detector.calibration.Logit;
import io.tailkeeper.detector.calibration.PlattCalibration;

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
        boolean cut) {

    public JudgedText {
        if (Double.isNaN(logit) || Double.isNaN(syntheticProbability)) { // which equals nothing, itself included
            throw new IllegalArgumentException("a detector's logit of a text is not a number; its model is broken");
        }
    }

    /** The same judgement without its calibration, as far as that has left anything of it. */
    public JudgedText without(PlattCalibration calibration) {
        if (tooShort || calibration.slope() == 0) {
            return this;
        }
        double raw = (logit - calibration.intercept()) / calibration.slope();
        return new JudgedText(machineWritten, source, raw, Logit.probability(raw), false, cut);
    }
}
