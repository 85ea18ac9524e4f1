package io.tailkeeper.contracts;

/** Reads {@link DetectorCalibrated}. */
public class DetectorCalibratedDeserializer extends ContractDeserializer<DetectorCalibrated> {

    public DetectorCalibratedDeserializer() {
        super(Topics.DETECTORS_CALIBRATED);
    }
}
