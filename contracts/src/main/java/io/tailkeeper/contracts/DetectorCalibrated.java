package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import io.tailkeeper.contracts.measures.LogitNoise;
import io.tailkeeper.contracts.measures.Mauve;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detector has been fitted and calibrated for one generation of a run.
 *
 * @param runId the run
 * @param generation the generation whose samples it judges
 * @param detectorId the detector
 * @param detectorVersion digest of everything that decides a score
 * @param head weights of the linear head on the detector's features; empty for a detector without one
 * @param intercept of the head, in logits
 * @param temperature divisor of the head's logit; fitted by negative log-likelihood
 * @param quality measured on samples the fit did not see
 * @param usable false: too weak to select with; every sample of the generation gets probability 0.5
 * @param noise added to the head's logit of every sample; null: none
 */
public record DetectorCalibrated(
        String runId,
        int generation,
        String detectorId,
        String detectorVersion,
        List<Double> head,
        double intercept,
        double temperature,
        DetectorQuality quality,
        boolean usable,
        @Nullable LogitNoise noise) {

    /** Most weights of a head; the largest text encoders give some thousands of features. */
    private static final int LONGEST_HEAD = 65_536;

    public DetectorCalibrated {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_001);
        Checks.id("detectorId", detectorId);
        Checks.id("detectorVersion", detectorVersion);
        head = Checks.list("head", head, 0, LONGEST_HEAD);
        head.forEach(weight -> Checks.finite("head", weight));
        Checks.finite("intercept", intercept);
        Checks.positive("temperature", temperature, 1_000_000);
        Checks.present("quality", quality);
    }

    /** One whose logits are its own. */
    public DetectorCalibrated(
            String runId,
            int generation,
            String detectorId,
            String detectorVersion,
            List<Double> head,
            double intercept,
            double temperature,
            DetectorQuality quality,
            boolean usable) {
        this(runId, generation, detectorId, detectorVersion, head, intercept, temperature, quality, usable, null);
    }

    /** The same with MAUVE among its qualities. */
    public DetectorCalibrated with(@Nullable Mauve mauve) {
        return new DetectorCalibrated(
                runId,
                generation,
                detectorId,
                detectorVersion,
                head,
                intercept,
                temperature,
                quality.with(mauve),
                usable,
                noise);
    }

    /** The generation whose samples it judges. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }

    /** The key of the topic: {@code runId:generation:detectorId}. */
    public String key() {
        return generationKey() + ":" + detectorId;
    }
}
