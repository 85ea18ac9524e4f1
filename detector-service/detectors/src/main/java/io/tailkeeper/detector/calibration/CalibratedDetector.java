package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.text.LengthWindow;

/**
 * A detector as it is used: the window of a text, its logit, the calibrated probability. Safe for use by several threads.
 */
public record CalibratedDetector(LengthWindow window, TextDetector detector, PlattCalibration calibration) {

    /** Judges a text as it came. */
    public Judgement judge(String text) {
        LengthWindow.Window judged = window.of(text);
        if (judged.tooShort()) {
            return new Judgement(window.prior(), 0, true, judged.cut());
        }
        double logit = detector.logit(judged.text());
        return new Judgement(calibration.probability(logit), logit, false, judged.cut());
    }
}
