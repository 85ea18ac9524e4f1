package io.tailkeeper.detector.program;

import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.labelled.OriginSet;

/**
 * A detector that lies in a folder.
 *
 * <p>Closing it frees the model that was opened with it: that of a pretrained one, or an encoder.
 *
 * @param kind of the detector
 * @param version equal versions, equal scores
 * @param detector as it is used
 * @param thresholds on its calibrated probability
 * @param seen origins of the texts it was fitted or calibrated on: evaluation leaves them out
 * @param release what closing does
 */
public record StoredDetector(
        DetectorKind kind,
        String version,
        CalibratedDetector detector,
        DecisionThresholds thresholds,
        OriginSet seen,
        Runnable release)
        implements AutoCloseable {

    @Override
    public void close() {
        release.run();
    }
}
