package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Platt scaling: sigmoid(slope * logit + intercept), the two fitted by negative log-likelihood (Platt, Advances in Large
 * Margin Classifiers, 1999). With intercept 0 it is temperature scaling by 1 / slope.
 */
public record PlattCalibration(double slope, double intercept) {

    /** Leaves the logits as they are. */
    public static final PlattCalibration NONE = new PlattCalibration(1, 0);

    /** On the standardised logit: keeps the slope finite where the classes are separated, hardly felt elsewhere. */
    private static final double RIDGE = 1e-4;

    public PlattCalibration {
        if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
            throw new IllegalArgumentException(
                    "calibration: slope " + slope + " and intercept " + intercept + " must be finite numbers");
        }
    }

    /**
     * The calibration of least negative log-likelihood.
     *
     * @throws IllegalArgumentException when a class is missing
     */
    public static PlattCalibration fit(double[] logits, boolean[] machineWritten) {
        List<LabelledFeatures> texts = new ArrayList<>(logits.length);
        int machine = 0;
        for (int i = 0; i < logits.length; i++) {
            texts.add(new LabelledFeatures(new float[] {(float) logits[i]}, machineWritten[i]));
            machine += machineWritten[i] ? 1 : 0;
        }
        if (machine == 0 || machine == logits.length) {
            throw new IllegalArgumentException("calibration needs human and machine-written texts; there are "
                    + (logits.length - machine) + " and " + machine);
        }
        LinearClassifier classifier =
                new LogisticRegression(texts).fit(new double[] {RIDGE}).getFirst();
        return new PlattCalibration(classifier.weights().getFirst(), classifier.intercept());
    }

    /** The calibrated logit. */
    public double logit(double raw) {
        return slope * raw + intercept;
    }

    /** The calibrated probability of being machine-written. */
    public double probability(double raw) {
        return Logit.probability(logit(raw));
    }
}
