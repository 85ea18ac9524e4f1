package io.tailkeeper.detector.program;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.calibration.LinearClassifier;
import io.tailkeeper.detector.labelled.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The linear classifiers of an encoder detector's experts on disk, {@code head.json}: {@code heads}, one an expert, each with
 * its {@code weights} and its {@code intercept}.
 */
final class HeadFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addMixIn(ClassifierMixture.class, Format.class)
            .build();

    private HeadFile() {}

    /** The file's name for the experts. */
    private interface Format {
        @JsonProperty("heads")
        List<LinearClassifier> experts();
    }

    /** Writes experts, in place of a file that is there. */
    static void save(ClassifierMixture mixture, Path file) throws IOException {
        AtomicFile.write(file, JSON.writeValueAsBytes(mixture));
    }

    /**
     * Reads experts.
     *
     * @throws DataException when the file is damaged; the message says how to mend it
     */
    static ClassifierMixture load(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), ClassifierMixture.class);
        } catch (JsonProcessingException e) {
            throw new DataException(file + " holds no heads (" + JsonFault.of(e) + ")" + DescriptionFile.MEND);
        }
    }
}
