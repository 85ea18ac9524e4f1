package io.tailkeeper.detector.calibration;

/** The logistic function and its loss, without overflow. */
public final class Logit {

    private Logit() {}

    /** 1 / (1 + e^-logit). */
    public static double probability(double logit) {
        if (logit >= 0) {
            return 1 / (1 + Math.exp(-logit));
        }
        double odds = Math.exp(logit);
        return odds / (1 + odds);
    }

    /** Negative log-likelihood of the truth, in nats. */
    public static double crossEntropy(double logit, boolean machineWritten) {
        double margin = machineWritten ? logit : -logit;
        return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    }
}
