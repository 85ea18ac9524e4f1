package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledFeatures;
import java.util.List;

/**
 * From a score of one number to a logit: intercept + slope * d + curvature * d^2, with d the distance from the centre.
 *
 * <p>With a curvature both ends can be suspicious.
 *
 * @param centre mean score of the texts it was fitted on
 */
public record ScoreCurve(double centre, double slope, double curvature, double intercept) {

    private static final double RIDGE = 1e-4;

    public ScoreCurve {
        if (!Double.isFinite(centre + slope + curvature + intercept)) {
            throw new IllegalArgumentException("centre " + centre + ", slope " + slope + ", curvature " + curvature
                    + " and intercept " + intercept + " must be finite numbers");
        }
    }

    /**
     * Fits one by logistic regression.
     *
     * @param scores of texts of both classes
     * @param machineWritten the truth, one a score
     * @param twoSided whether the curvature is fitted, or 0
     */
    public static ScoreCurve fit(double[] scores, boolean[] machineWritten, boolean twoSided) {
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        double centre = sum / scores.length;
        LabelledFeatures[] features = new LabelledFeatures[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double distance = scores[i] - centre;
            features[i] = new LabelledFeatures(
                    new float[] {(float) distance, twoSided ? (float) (distance * distance) : 0}, machineWritten[i]);
        }
        LinearClassifier classifier = new LogisticRegression(List.of(features))
                .fit(new double[] {RIDGE})
                .getFirst();
        return new ScoreCurve(
                centre,
                classifier.weights().get(0),
                twoSided ? classifier.weights().get(1) : 0,
                classifier.intercept());
    }

    /** The logit of a score. */
    public double logit(double score) {
        double distance = score - centre;
        return intercept + slope * distance + curvature * distance * distance;
    }
}
