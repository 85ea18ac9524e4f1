package io.tailkeeper.detector.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.detector.CalibratedDetector;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.OriginSet;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Detectors on disk: a folder of {@code detector.json}, {@code linear.bin} where the kind is linear, and
 * {@code origins.bin}. The models of pretrained detectors stay where they are: the description names them.
 */
public final class DetectorFolder {

    static final String DESCRIPTION = "detector.json";
    static final String WEIGHTS = "linear.bin";
    static final String ORIGINS = "origins.bin";

    private static final int VERSION_LENGTH = 16;
    private static final String MEND = "; train the detector again with ./tailkeeper detector train";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DetectorFolder() {}

    /** Writes a detector, in place of one that is there. */
    public static StoredDetector save(
            CalibratedDetector detector, DecisionThresholds thresholds, OriginSet seen, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        String weights = null;
        if (detector.detector() instanceof LinearDetector linear) {
            LinearFile.save(linear, folder.resolve(WEIGHTS));
            weights = digest(Files.readAllBytes(folder.resolve(WEIGHTS)));
        }
        EntropyRateDetector rate = detector.detector() instanceof EntropyRateDetector fitted ? fitted : null;
        PretrainedDetector model = detector.detector() instanceof PretrainedDetector pretrained ? pretrained : null;
        DetectorKind kind =
                model != null ? model.kind() : rate != null ? DetectorKind.ENTROPY_RATE : DetectorKind.LINEAR;
        DetectorDescription nameless = new DetectorDescription(
                DetectorDescription.FORMAT,
                kind,
                "",
                detector.window(),
                detector.calibration(),
                thresholds,
                weights,
                rate,
                model == null ? null : model.description());
        DetectorDescription named = nameless.withVersion(version(nameless));
        seen.save(folder.resolve(ORIGINS));
        JSON.writeValue(folder.resolve(DESCRIPTION).toFile(), named);
        return new StoredDetector(kind, named.version(), detector, thresholds, seen);
    }

    /**
     * Reads a detector.
     *
     * @throws DataException when a file is missing, damaged, edited or of another version; the message says how to mend it
     */
    public static StoredDetector load(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw new DataException(folder + " holds no detector: " + DESCRIPTION
                    + " is missing; give a folder that ./tailkeeper detector train wrote");
        }
        DetectorDescription description = description(file);
        CalibratedDetector detector =
                new CalibratedDetector(description.window(), judge(description, folder), description.calibration());
        return new StoredDetector(
                description.kind(),
                description.version(),
                detector,
                description.thresholds(),
                OriginSet.load(folder.resolve(ORIGINS)));
    }

    private static DetectorDescription description(Path file) throws IOException {
        try {
            int format = JSON.readTree(file.toFile()).path("format").asInt();
            if (format != DetectorDescription.FORMAT) {
                throw new DataException(file + " is of format " + format + "; this program reads format "
                        + DetectorDescription.FORMAT + MEND);
            }
            DetectorDescription description = JSON.readValue(file.toFile(), DetectorDescription.class);
            if (!version(description.withVersion("")).equals(description.version())) {
                throw new DataException(file + " does not match its version: it was edited or is damaged" + MEND);
            }
            return description;
        } catch (JsonProcessingException e) {
            throw new DataException(file + " describes no detector (" + e.getOriginalMessage() + ")" + MEND);
        }
    }

    private static TextDetector judge(DetectorDescription description, Path folder) throws IOException {
        if (description.kind() == DetectorKind.ENTROPY_RATE) {
            return description.entropyRate();
        }
        if (description.kind().isPretrained()) {
            return PretrainedDetector.open(description.kind(), description.pretrained());
        }
        Path weights = folder.resolve(WEIGHTS);
        LinearDetector detector = LinearFile.load(weights);
        if (!digest(Files.readAllBytes(weights)).equals(description.weightsSha256())) {
            throw new DataException(weights + " is not the file that " + DESCRIPTION + " names" + MEND);
        }
        return detector;
    }

    private static String version(DetectorDescription nameless) throws IOException {
        return digest(JSON.writeValueAsBytes(nameless)).substring(0, VERSION_LENGTH);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
