package io.tailkeeper.detector.calibration;

import java.util.Arrays;
import java.util.List;

/**
 * A linear function of an encoder's features: the logit of "machine-written".
 *
 * @param weights one a feature, on the raw features; messages and {@code head.json} call them a head
 * @param intercept in logits
 */
public record LinearClassifier(List<Double> weights, double intercept) {

    public LinearClassifier {
        weights = List.copyOf(weights);
    }

    /**
     * The logit of a text.
     *
     * @throws IllegalArgumentException when the features are not as many as the weights
     */
    public double logit(float[] features) {
        if (features.length != weights.size()) {
            throw new IllegalArgumentException(
                    "the classifier has " + weights.size() + " weights, the text has " + features.length + " features");
        }
        double sum = intercept;
        for (int i = 0; i < features.length; i++) {
            sum += weights.get(i) * features[i];
        }
        return sum;
    }

    /** With another calibration of its logits. */
    public LinearClassifier calibrated(PlattCalibration calibration) {
        return new LinearClassifier(
                weights.stream().map(weight -> calibration.slope() * weight).toList(), calibration.logit(intercept));
    }

    /** Of weights, one a feature. */
    public static LinearClassifier of(double[] weights, double intercept) {
        return new LinearClassifier(Arrays.stream(weights).boxed().toList(), intercept);
    }
}
