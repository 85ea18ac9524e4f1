package io.tailkeeper.detector.quarkus;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.entropy.EntropyRateEncoder;
import io.tailkeeper.detector.features.GeneralLogitEncoder;
import io.tailkeeper.detector.features.LogitEncoder;
import io.tailkeeper.detector.features.ScreenedEncoder;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.ngram.NgramEncoder;
import io.tailkeeper.detector.onnx.OnnxEncoder;
import io.tailkeeper.detector.program.DetectorFolder;
import io.tailkeeper.detector.program.DetectorKind;
import io.tailkeeper.detector.program.StoredDetector;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.languagemodel.ModelDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens the detectors that an instance's settings name. */
final class InstanceDetectors {

    private final int threads;
    private final String device;
    private final LengthWindow window;
    private final Kept kept;
    private final Supplier<GenerationEncoders> likelihoods;
    private final ScreenedEncoder.Counts counts;
    private @Nullable Encoder screen; // null for none
    private double sure;

    /**
     * What is put around encoders that are worth not to be asked twice.
     *
     * @param everywhere keeps features for all instances
     * @param here keeps them in this instance too; for encoders that see a text in many generations
     */
    record Kept(UnaryOperator<Encoder> everywhere, UnaryOperator<Encoder> here) {}

    /**
     * Opens none yet.
     *
     * @param likelihoods makes what judges by the checkpoints of a run
     * @param counts told what becomes of texts at the screen
     * @throws IllegalArgumentException when the screen cannot be opened
     */
    InstanceDetectors(
            DetectorSettings settings,
            Kept kept,
            Supplier<GenerationEncoders> likelihoods,
            ScreenedEncoder.Counts counts) {
        threads = settings.threads();
        device = settings.device();
        window = new LengthWindow(
                settings.leastWords(),
                LengthWindow.DEFAULT.mostCharacters(),
                LengthWindow.DEFAULT.side(),
                LengthWindow.DEFAULT.prior());
        this.kept = kept;
        this.likelihoods = likelihoods;
        this.counts = counts;
        settings.screen().ifPresent(folder -> openScreen(Path.of(folder), settings.passThrough()));
    }

    /**
     * The detectors, to be closed by the caller.
     *
     * @param names as {@link DetectorSettings#detectors()} gives them
     * @throws IllegalArgumentException when one cannot be opened; the message says why, and how to mend it
     */
    List<RunDetector> open(List<String> names) {
        List<RunDetector> opened = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try {
            for (String name : names) {
                RunDetector detector = open(name.strip());
                opened.add(detector);
                if (!ids.add(detector.id())) {
                    throw refused(
                            name, "the id " + detector.id() + " is given twice; give each detector one of its own");
                }
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(detector -> detector.encoders().close());
            throw e;
        }
    }

    private RunDetector open(String name) {
        int equals = name.indexOf('=');
        String id = equals < 0 ? name : name.substring(0, equals);
        try {
            RunDetector.requireId(id);
            return new RunDetector(id, equals < 0 ? ready(id) : stored(Path.of(name.substring(equals + 1))), window);
        } catch (IOException | IllegalArgumentException | DataException e) {
            throw refused(name, String.valueOf(e.getMessage()));
        }
    }

    private static IllegalArgumentException refused(String name, String reason) {
        return new IllegalArgumentException("tailkeeper.detector.detectors: " + name + ": " + reason);
    }

    private GenerationEncoders ready(String id) {
        return switch (id) {
            case "encoder" -> {
                OnnxEncoder encoder = new OnnxEncoder(threads);
                yield GenerationEncoders.always(expensive(encoder), encoder::close);
            }
            case "ngrams" -> GenerationEncoders.always(new NgramEncoder(), () -> {});
            case "entropy-rate" -> GenerationEncoders.always(new EntropyRateEncoder(), () -> {});
            case "likelihood" -> {
                System.setProperty("ai.djl.pytorch.num_threads", "1"); // the last bits may depend on it
                System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
                ModelDevice.choose(device);
                yield likelihoods
                        .get()
                        .each(
                                pair -> screened(kept.everywhere().apply(pair)),
                                screen == null ? 0 : ScreenedEncoder.ADDED);
            }
            default ->
                throw new IllegalArgumentException(
                        "this detector is unknown; those that need nothing are encoder, ngrams (formerly linear),"
                                + " entropy-rate and likelihood, any other is ID=FOLDER with a folder that ./tailkeeper detector"
                                + " train wrote");
        };
    }

    private GenerationEncoders stored(Path folder) throws IOException {
        if (DetectorFolder.kind(folder) == DetectorKind.ENCODER) {
            return generalLogit(folder);
        }
        StoredDetector detector = DetectorFolder.load(folder);
        Encoder logits = new LogitEncoder(detector.detector(), detector.version());
        boolean cheap = detector.kind() == DetectorKind.LINEAR || detector.kind() == DetectorKind.ENTROPY_RATE;
        return GenerationEncoders.always(cheap ? logits : expensive(logits), detector::close);
    }

    /** The encoder as it is, with the general detector's logit beside its features. */
    private GenerationEncoders generalLogit(Path folder) throws IOException {
        OnnxEncoder encoder = new OnnxEncoder(threads);
        try {
            StoredDetector general = DetectorFolder.load(folder, encoder.innerLayers()); // owns nothing
            Encoder both = new GeneralLogitEncoder(encoder, new LogitEncoder(general.detector(), general.version()));
            return GenerationEncoders.always(expensive(both), encoder::close);
        } catch (IOException | RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /** What is put around an encoder that takes long: the screen, what is kept, the counters. */
    private Encoder expensive(Encoder encoder) {
        return screened(kept.here().apply(kept.everywhere().apply(encoder)));
    }

    private Encoder screened(Encoder encoder) {
        return screen == null ? encoder : new ScreenedEncoder(screen, encoder, sure, counts);
    }

    private void openScreen(Path folder, double passThrough) {
        try {
            StoredDetector detector = DetectorFolder.load(folder);
            if (detector.kind() != DetectorKind.LINEAR) {
                detector.close();
                throw new DataException(
                        folder + " holds a detector of kind " + detector.kind().id()
                                + "; a screen is one that ./tailkeeper detector train --kind linear wrote");
            }
            screen = new LogitEncoder(detector.detector(), detector.version());
            sure = ScreenedEncoder.boundFor(
                    detector.thresholds().distances().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray(),
                    passThrough);
        } catch (IOException | IllegalArgumentException | DataException e) {
            throw new IllegalArgumentException("tailkeeper.detector.screen: " + e.getMessage(), e);
        }
    }
}
