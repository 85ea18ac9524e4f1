package io.tailkeeper.detector.calibration;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.measures.LogitNoise;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.DetectorSpecification.Calibration;
import io.tailkeeper.contracts.specification.DetectorTrial;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.measures.RocCurve;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run asks of a detector when it is fitted.
 *
 * @param asked null: nothing
 * @param first the detector of the first generation, where it also judges this one
 */
public record Trial(@Nullable DetectorTrial asked, Optional<DetectorCalibrated> first) {

    /** Fitted on the text of the very model that writes, and as good as it is. */
    public static final Trial NONE = new Trial(null, Optional.empty());

    /** Beyond this deviation nothing is left of any logit. */
    private static final double MOST = 1e9;

    private static final int BISECTIONS = 50;

    /** Whether the first generation's detector judges a later one too. */
    public static boolean needsFirst(@Nullable DetectorTrial asked, int generation) {
        return asked != null && generation > 1 && calibration(asked) == Calibration.FIRST_GENERATION;
    }

    private static Calibration calibration(DetectorTrial asked) {
        return asked.specification().calibrationOrDefault();
    }

    /** Whether a classifier is fitted to this part. */
    boolean isFitted() {
        return first.isEmpty() && (asked == null || calibration(asked) != Calibration.NONE);
    }

    /** Whether it decides, where nobody looks how good it is on this part; empty: its quality says so. */
    Optional<Boolean> usable(Encoder encoder) {
        if (isFitted()) {
            return Optional.empty();
        }
        return Optional.of(first.map(DetectorCalibrated::usable)
                .orElse(encoder.calibratedLogit().isPresent()));
    }

    /**
     * The noise that brings the detector down to the quality asked for: the least deviation at which its area under the ROC curve is
     * no larger, to 50 bisections.
     *
     * @param logits of the part's texts, in the order of their indexes
     * @return empty where nothing is asked, and where it is no better anyway
     */
    Optional<LogitNoise> noise(double[] logits, boolean[] machineWritten) {
        if (first.isPresent()) {
            return first.map(DetectorCalibrated::noise);
        }
        DetectorSpecification specification = asked == null ? null : asked.specification();
        Double auroc = specification == null ? null : specification.aurocAtMost();
        if (asked == null
                || auroc == null
                || RocCurve.of(logits, machineWritten).auroc() <= auroc) {
            return Optional.empty();
        }
        double[] standard = noisy(new double[logits.length], new LogitNoise(1, asked.seed()));
        double high = 1;
        while (high < MOST && auroc(logits, standard, high, machineWritten) > auroc) {
            high *= 2;
        }
        double low = 0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (auroc(logits, standard, middle, machineWritten) > auroc) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Optional.of(new LogitNoise(high, asked.seed()));
    }

    private static double auroc(double[] logits, double[] standard, double deviation, boolean[] machineWritten) {
        double[] noisy = logits.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += deviation * standard[i];
        }
        return RocCurve.of(noisy, machineWritten).auroc();
    }

    /** Logits of a part with noise; a text's name is its place. */
    static double[] noisy(double[] logits, LogitNoise noise) {
        double[] noisy = logits.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += RandomLogits.of(noise, "calibration:" + i);
        }
        return noisy;
    }
}
