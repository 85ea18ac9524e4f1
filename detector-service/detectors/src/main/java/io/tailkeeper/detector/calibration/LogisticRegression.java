package io.tailkeeper.detector.calibration;

import io.tailkeeper.detector.LabelledFeatures;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with a ridge penalty: minimises mean negative log-likelihood + strength / 2 |w|^2.
 *
 * <p>w are the weights on standardised features (mean 0, variance 1 over the labelled texts); the intercept is free. The
 * deviation that a feature is divided by is at least 1 % of its size, so that one which hardly varied cannot decide a
 * text in which it does; one that never varied has weight 0. The same input gives the same classifier to the last bit.
 */
public final class LogisticRegression {

    private static final double MIN_DEVIATION = 0.01;

    private final int rows;
    private final int columns;
    private final double[] standardised; // (rows, columns)
    private final boolean[] machineWritten;
    private final double[] mean;
    private final double[] scale;

    /** For labelled texts of at least one feature, whose features are equally many. */
    public LogisticRegression(List<LabelledFeatures> texts) {
        rows = texts.size();
        columns = texts.getFirst().features().length;
        mean = new double[columns];
        scale = new double[columns];
        machineWritten = new boolean[rows];
        standardised = new double[rows * columns];
        measure(texts);
        for (int row = 0; row < rows; row++) {
            machineWritten[row] = texts.get(row).machineWritten();
            float[] features = texts.get(row).features();
            for (int i = 0; i < columns; i++) {
                standardised[row * columns + i] = (features[i] - mean[i]) / scale[i];
            }
        }
    }

    private void measure(List<LabelledFeatures> texts) {
        for (LabelledFeatures text : texts) {
            for (int i = 0; i < columns; i++) {
                mean[i] += text.features()[i] / rows;
            }
        }
        for (LabelledFeatures text : texts) {
            for (int i = 0; i < columns; i++) {
                double deviation = text.features()[i] - mean[i];
                scale[i] += deviation * deviation / rows;
            }
        }
        for (int i = 0; i < columns; i++) {
            scale[i] = Math.max(Math.sqrt(scale[i]), MIN_DEVIATION * (1 + Math.abs(mean[i])));
        }
    }

    /** The classifiers for several strengths, each search beginning at the solution of the strength before it. */
    public List<LinearClassifier> fit(double[] strengths) {
        double[] parameters = new double[columns + 1]; // the intercept last
        LinearClassifier[] classifiers = new LinearClassifier[strengths.length];
        for (int s = 0; s < strengths.length; s++) {
            double strength = strengths[s];
            parameters = LimitedMemoryBfgs.minimise((at, gradient) -> loss(at, gradient, strength), parameters);
            classifiers[s] = raw(parameters);
        }
        return Arrays.asList(classifiers);
    }

    private double loss(double[] parameters, double[] gradient, double strength) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            int offset = row * columns;
            double logit = parameters[columns];
            for (int i = 0; i < columns; i++) {
                logit += parameters[i] * standardised[offset + i];
            }
            double target = machineWritten[row] ? 1 : 0;
            loss += Logit.crossEntropy(logit, machineWritten[row]) / rows;
            double slope = (Logit.probability(logit) - target) / rows;
            for (int i = 0; i < columns; i++) {
                gradient[i] += slope * standardised[offset + i];
            }
            gradient[columns] += slope;
        }
        for (int i = 0; i < columns; i++) {
            loss += strength / 2 * parameters[i] * parameters[i];
            gradient[i] += strength * parameters[i];
        }
        return loss;
    }

    private LinearClassifier raw(double[] parameters) {
        double[] weights = new double[columns];
        double intercept = parameters[columns];
        for (int i = 0; i < columns; i++) {
            weights[i] = parameters[i] / scale[i];
            intercept -= weights[i] * mean[i];
        }
        return LinearClassifier.of(weights, intercept);
    }
}
