package io.tailkeeper.detector.program;

import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.encoder.EncoderDetector;
import io.tailkeeper.detector.entropy.EntropyRateDetector;
import io.tailkeeper.detector.evaluation.DecisionThresholds;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.labelled.OriginSet;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearFile;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Detectors on disk: a folder of {@code detector.json}, {@code linear.bin} and {@code head.json} where the kind has them, and
 * {@code origins.bin}. The models of pretrained detectors stay where they are: the description names them.
 */
public final class DetectorFolder {

    static final String WEIGHTS = "linear.bin";
    static final String HEAD = "head.json";
    static final String ORIGINS = "origins.bin";

    private DetectorFolder() {}

    /** Writes a detector, in place of one that is there. Closing what is returned frees a pretrained model, no encoder. */
    public static StoredDetector save(
            CalibratedDetector detector, DecisionThresholds thresholds, OriginSet seen, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        DetectorDescription nameless = described(detector, thresholds, folder);
        seen.save(folder.resolve(ORIGINS));
        DetectorDescription named = DescriptionFile.save(nameless, folder);
        Runnable release = detector.detector() instanceof PretrainedDetector model ? model::close : () -> {};
        return new StoredDetector(named.kind(), named.version(), detector, thresholds, seen, release);
    }

    private static DetectorDescription described(
            CalibratedDetector detector, DecisionThresholds thresholds, Path folder) throws IOException {
        TextDetector judge = detector.detector();
        return new DetectorDescription(
                DetectorDescription.FORMAT,
                kind(judge),
                "",
                detector.window(),
                detector.calibration(),
                thresholds,
                weightsSha256(judge, folder.resolve(WEIGHTS)),
                judge instanceof EncoderDetector encoder ? saved(encoder, folder.resolve(HEAD)) : null,
                judge instanceof EntropyRateDetector rate ? rate : null,
                judge instanceof PretrainedDetector model ? model.description() : null);
    }

    private static DetectorKind kind(TextDetector judge) {
        return switch (judge) {
            case LinearDetector linear -> DetectorKind.LINEAR;
            case EncoderDetector encoder -> DetectorKind.ENCODER;
            case EntropyRateDetector rate -> DetectorKind.ENTROPY_RATE;
            case PretrainedDetector model -> model.kind();
            default -> throw new IllegalArgumentException("no folder can hold a " + judge.getClass());
        };
    }

    private static @Nullable String weightsSha256(TextDetector judge, Path file) throws IOException {
        switch (judge) {
            case LinearDetector linear -> LinearFile.save(linear, file);
            case EncoderDetector encoder -> LinearFile.save(encoder.ngrams(), file);
            default -> {
                return null;
            }
        }
        return Sha256.of(file);
    }

    private static DetectorDescription.EncoderPart saved(EncoderDetector detector, Path file) throws IOException {
        HeadFile.save(detector.mixture(), file);
        return new DetectorDescription.EncoderPart(detector.encoderVersion(), Sha256.of(file));
    }

    /**
     * The kind of detector that a folder holds.
     *
     * @throws IOException when it holds none, or one of another version
     */
    public static DetectorKind kind(Path folder) throws IOException {
        return DescriptionFile.load(folder).kind();
    }

    /**
     * Reads a detector. Closing it frees the model that is opened for it.
     *
     * @throws IOException when a file is missing, damaged, edited or of another version; the message says how to mend it
     */
    public static StoredDetector load(Path folder) throws IOException {
        DetectorDescription description = DescriptionFile.load(folder);
        OriginSet seen = OriginSet.load(folder.resolve(ORIGINS));
        return switch (description.kind()) {
            case LINEAR -> stored(description, linear(description, folder), seen, () -> {});
            case ENTROPY_RATE ->
                stored(description, given(description.entropyRate(), "entropyRate", folder), seen, () -> {});
            case CLASSIFIER, LIKELIHOOD -> {
                PretrainedDetector model = PretrainedDetector.open(
                        description.kind(), given(description.pretrained(), "pretrained", folder));
                yield stored(description, model, seen, model::close);
            }
            case ENCODER -> {
                OnnxEncoder encoder = OnnxEncoder.onAllCores();
                try {
                    yield stored(
                            description, encoder(description, folder, encoder.innerLayers()), seen, encoder::close);
                } catch (IOException | RuntimeException e) {
                    encoder.close();
                    throw e;
                }
            }
        };
    }

    /**
     * Reads an encoder detector for an encoder that is open already, and stays open when the detector is
     * closed.
     *
     * @param encoder of the version the detector was made with: that of {@link OnnxEncoder#innerLayers}
     * @throws IOException as {@link #load(Path)}; and when the folder holds a detector of another kind, or one that was made
     *     with another version of the encoder
     */
    public static StoredDetector load(Path folder, Encoder encoder) throws IOException {
        DetectorDescription description = DescriptionFile.load(folder);
        if (description.kind() != DetectorKind.ENCODER) {
            throw new DataException(folder + " holds a detector of kind "
                    + description.kind().id() + "; give one that ./tailkeeper"
                    + " detector train --kind encoder wrote");
        }
        OriginSet seen = OriginSet.load(folder.resolve(ORIGINS));
        return stored(description, encoder(description, folder, encoder), seen, () -> {});
    }

    private static StoredDetector stored(
            DetectorDescription description, TextDetector judge, OriginSet seen, Runnable release) {
        return new StoredDetector(
                description.kind(),
                description.version(),
                new CalibratedDetector(description.window(), judge, description.calibration()),
                description.thresholds(),
                seen,
                release);
    }

    private static LinearDetector linear(DetectorDescription description, Path folder) throws IOException {
        LinearDetector detector = LinearFile.load(folder.resolve(WEIGHTS));
        requireNamed(folder.resolve(WEIGHTS), description.weightsSha256());
        return detector;
    }

    private static EncoderDetector encoder(DetectorDescription description, Path folder, Encoder encoder)
            throws IOException {
        DetectorDescription.EncoderPart part = given(description.encoder(), "encoder", folder);
        Path file = folder.resolve(HEAD);
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file + " does not exist: the encoder detector's head is missing" + DescriptionFile.MEND);
        }
        requireNamed(file, part.headSha256());
        ClassifierMixture mixture = HeadFile.load(file);
        if (!encoder.version().equals(part.version())) {
            throw new DataException(
                    folder + " was made with version " + part.version() + " of the encoder; this is "
                            + encoder.version() + DescriptionFile.MEND);
        }
        return new EncoderDetector(encoder, mixture, linear(description, folder));
    }

    private static <T> T given(@Nullable T part, String name, Path folder) {
        if (part == null) {
            throw new DataException(
                    folder.resolve(DescriptionFile.NAME) + " describes no detector (it has no " + name + ")" + DescriptionFile.MEND);
        }
        return part;
    }

    private static void requireNamed(Path file, @Nullable String sha256) throws IOException {
        if (!Sha256.of(file).equals(sha256)) {
            throw new DataException(
                    file + " is not the file that " + DescriptionFile.NAME + " names" + DescriptionFile.MEND);
        }
    }
}
