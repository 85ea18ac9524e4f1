package io.tailkeeper.detector.calibration;

/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger, arXiv 1706.04599): the T that makes sigmoid(logit / T) most
 * likely on labelled logits.
 */
public final class TemperatureCalibration {

    /** Bounds of the temperature; logits that separate the classes without error have no finite optimum. */
    public static final double MIN = 0.25;

    public static final double MAX = 20;

    private static final int BISECTIONS = 60;

    private TemperatureCalibration() {}

    /** The temperature of least negative log-likelihood between {@link #MIN} and {@link #MAX}. */
    public static double fit(double[] logits, boolean[] machineWritten) {
        // The loss is convex in 1 / T, so its slope there has one sign change.
        double low = 1 / MAX;
        double high = 1 / MIN;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, machineWritten, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 2 / (low + high);
    }

    private static double slope(double[] logits, boolean[] machineWritten, double inverse) {
        double slope = 0;
        for (int i = 0; i < logits.length; i++) {
            double error = Logit.probability(logits[i] * inverse) - (machineWritten[i] ? 1 : 0);
            slope += error * logits[i];
        }
        return slope;
    }

    /** The calibrated probability of being machine-written. */
    public static double probability(double logit, double temperature) {
        return Logit.probability(logit / temperature);
    }
}
