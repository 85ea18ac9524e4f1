package io.tailkeeper.detector.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Opens the detectors of one kind that are models from elsewhere. Implementations are found by {@link ServiceLoader}: their
 * runtimes are on the class path of the service and of the program that needs them, not of everybody who reads a folder.
 */
public interface PretrainedDetectors {

    /** The kind that is opened. */
    DetectorKind kind();

    /**
     * Says what a detector consists of, for {@code detector.json}: settings, where its models lie, their digests, and what
     * is fitted to the texts.
     *
     * @param settings by name, as they were given
     * @param fit normalised texts of both classes
     * @throws DataException when a setting is unknown, missing or out of range, or a model cannot be used
     */
    JsonNode describe(Map<String, String> settings, List<LabelledText> fit) throws IOException;

    /**
     * Opens a detector.
     *
     * @param description what {@link #describe} said
     * @return may be {@link AutoCloseable}, and is then closed by whoever opened it
     * @throws DataException when a model is missing, damaged or another one than was described
     */
    TextDetector open(JsonNode description) throws IOException;

    /**
     * Whoever opens a kind.
     *
     * @throws DataException when nobody on the class path does
     */
    static PretrainedDetectors of(DetectorKind kind) {
        return ServiceLoader.load(PretrainedDetectors.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(detectors -> detectors.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new DataException(
                        "this program does not open " + kind.id() + " detectors; ./tailkeeper detector does"));
    }
}
