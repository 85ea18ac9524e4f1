package io.tailkeeper.contracts;

/**
 * A detector has judged a sample.
 *
 * @param sample the sample as it was collected
 * @param detectorId the detector
 * @param detectorVersion digest of everything that decided the score
 * @param syntheticProbability calibrated probability of being machine-written, 0 to 1
 * @param logit raw logit before the temperature; 0 where the detector answered with its prior
 */
public record SampleScored(
        SampleCollected sample, String detectorId, String detectorVersion, double syntheticProbability, double logit) {

    public SampleScored {
        Checks.present("sample", sample);
        Checks.id("detectorId", detectorId);
        Checks.id("detectorVersion", detectorVersion);
        Checks.within("syntheticProbability", syntheticProbability, 0, 1);
        Checks.finite("logit", logit);
    }
}
