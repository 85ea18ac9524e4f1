package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A detector has judged a sample.
 *
 * @param sample the sample as it was collected
 * @param detectorId the detector
 * @param detectorVersion digest of everything that decided the score
 * @param syntheticProbability calibrated probability of being machine-written, 0 to 1
 * @param logit raw logit before the temperature; 0 where the detector answered with its prior
 * @param tooShort true: the text is too short to judge and the probability is the detector's prior; null: it was judged
 */
public record SampleScored(
        SampleCollected sample,
        String detectorId,
        String detectorVersion,
        double syntheticProbability,
        double logit,
        @Nullable Boolean tooShort) {

    public SampleScored {
        Checks.present("sample", sample);
        Checks.id("detectorId", detectorId);
        Checks.id("detectorVersion", detectorVersion);
        Checks.within("syntheticProbability", syntheticProbability, 0, 1);
        Checks.finite("logit", logit);
    }

    /** A sample whose text is long enough to judge. */
    public SampleScored(
            SampleCollected sample,
            String detectorId,
            String detectorVersion,
            double syntheticProbability,
            double logit) {
        this(sample, detectorId, detectorVersion, syntheticProbability, logit, null);
    }
}
