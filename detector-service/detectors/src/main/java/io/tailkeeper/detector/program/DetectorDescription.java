package io.tailkeeper.detector.program;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.text.LengthWindow;
import org.jspecify.annotations.Nullable;

/**
 * What {@code detector.json} says.
 *
 * @param format of the file
 * @param kind of the detector
 * @param version digest of everything else here: equal versions, equal scores
 * @param window of a text that is judged
 * @param calibration of the logits
 * @param thresholds on the calibrated probability
 * @param weightsSha256 of {@code linear.bin}; linear and encoder detectors only
 * @param encoder what {@code head.json} belongs to; encoder detectors only
 * @param entropyRate the parameters; entropy-rate detectors only
 * @param pretrained what {@link PretrainedDetectors} says; detectors that are models from elsewhere only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DetectorDescription(
        int format,
        DetectorKind kind,
        String version,
        LengthWindow window,
        PlattCalibration calibration,
        DecisionThresholds thresholds,
        @Nullable String weightsSha256,
        @Nullable EncoderPart encoder,
        @Nullable EntropyRateDetector entropyRate,
        @Nullable JsonNode pretrained) {

    static final int FORMAT = 1;

    /**
     * An encoder detector's encoder and its linear classifiers.
     *
     * @param version of the encoder
     * @param headSha256 of {@code head.json}
     */
    record EncoderPart(String version, String headSha256) {}

    DetectorDescription withVersion(String newVersion) {
        return new DetectorDescription(
                format,
                kind,
                newVersion,
                window,
                calibration,
                thresholds,
                weightsSha256,
                encoder,
                entropyRate,
                pretrained);
    }
}
