package io.tailkeeper.contracts;

/** Reads {@link CalibrationSample}. */
public class CalibrationSampleDeserializer extends ContractDeserializer<CalibrationSample> {

    public CalibrationSampleDeserializer() {
        super(Topics.SAMPLES_CALIBRATION);
    }
}
