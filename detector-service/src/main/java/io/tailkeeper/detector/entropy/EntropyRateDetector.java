package io.tailkeeper.detector.entropy;

import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.LinearHead;
import io.tailkeeper.detector.LogisticRegression;
import io.tailkeeper.detector.TextDetector;
import java.util.List;

/**
 * Judges a text by its entropy rate in bits a character: logit = intercept + slope * d + curvature * d^2, with d the
 * distance from the centre.
 *
 * <p>Characters, not words: a few hundred words hold few repeated phrases and many repeated beginnings, endings and names.
 * With a curvature both sides can be suspicious: a text that repeats itself and one that never does.
 *
 * @param centre mean rate of the texts it was fitted on
 */
public record EntropyRateDetector(double centre, double slope, double curvature, double intercept)
        implements TextDetector {

    private static final double RIDGE = 1e-4;

    public EntropyRateDetector {
        if (!Double.isFinite(centre + slope + curvature + intercept)) {
            throw new IllegalArgumentException("entropy-rate detector: centre " + centre + ", slope " + slope
                    + ", curvature " + curvature + " and intercept " + intercept + " must be finite numbers");
        }
    }

    /**
     * Fits one by logistic regression.
     *
     * @param texts normalised, of both classes
     * @param twoSided whether the curvature is fitted, or 0
     */
    public static EntropyRateDetector fit(List<LabelledText> texts, boolean twoSided) {
        double[] rates = texts.parallelStream()
                .mapToDouble(text -> EntropyRate.ofCharacters(text.text()))
                .toArray();
        double sum = 0;
        for (double rate : rates) {
            sum += rate;
        }
        double centre = sum / rates.length;
        LabelledFeatures[] features = new LabelledFeatures[rates.length];
        for (int i = 0; i < rates.length; i++) {
            double distance = rates[i] - centre;
            features[i] = new LabelledFeatures(
                    new float[] {(float) distance, twoSided ? (float) (distance * distance) : 0},
                    texts.get(i).machineWritten());
        }
        LinearHead head = new LogisticRegression(List.of(features))
                .fit(new double[] {RIDGE})
                .getFirst();
        return new EntropyRateDetector(
                centre, head.weights().get(0), twoSided ? head.weights().get(1) : 0, head.intercept());
    }

    @Override
    public double logit(String text) {
        double distance = EntropyRate.ofCharacters(text) - centre;
        return intercept + slope * distance + curvature * distance * distance;
    }
}
