package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;

/**
 * What a run asks of its deciding detector, as the calibration part carries it: whoever fits need not know the run.
 *
 * @param detectorId the detector concerned; others are fitted as ever
 * @param specification what is asked
 * @param seed of the noise: the run's
 */
public record DetectorTrial(String detectorId, DetectorSpecification specification, long seed) {

    public DetectorTrial {
        Checks.id("trial.detectorId", detectorId);
        Checks.present("trial.specification", specification);
    }
}
