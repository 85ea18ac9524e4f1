package io.tailkeeper.contracts;

/** Writes {@link CalibrationSample}. */
public class CalibrationSampleSerializer extends ContractSerializer<CalibrationSample> {

    public CalibrationSampleSerializer() {
        super(Topics.SAMPLES_CALIBRATION);
    }
}
