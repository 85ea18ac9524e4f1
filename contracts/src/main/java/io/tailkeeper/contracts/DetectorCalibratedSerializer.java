package io.tailkeeper.contracts;

/** Writes {@link DetectorCalibrated}. */
public class DetectorCalibratedSerializer extends ContractSerializer<DetectorCalibrated> {

    public DetectorCalibratedSerializer() {
        super(Topics.DETECTORS_CALIBRATED);
    }
}
