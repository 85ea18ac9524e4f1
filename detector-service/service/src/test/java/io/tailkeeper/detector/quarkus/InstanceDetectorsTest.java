package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.pretrained.Program;
import io.tailkeeper.pretrained.classifier.TinyClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDetectorsTest {

    private static final GenerationKey GENERATION = new GenerationKey("run", 1);

    @TempDir
    private Path folder;

    private static List<RunDetector> open(String... names) {
        DetectorSettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DetectorSettings.class)
                .withSources(new PropertiesConfigSource(Map.of("tailkeeper.detector.device", "cpu"), "test", 100))
                .build()
                .getConfigMapping(DetectorSettings.class);
        return new InstanceDetectors(settings, encoder -> encoder, generation -> {
                    throw new IllegalStateException("no checkpoint of " + generation);
                })
                .open(List.of(names));
    }

    private static void refused(String because, String... names) {
        assertThatThrownBy(() -> open(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tailkeeper.detector.detectors: ")
                .hasMessageContaining(because);
    }

    @Test
    void opensThoseThatNeedNothing() {
        List<RunDetector> detectors = open("encoder", " linear", "entropy-rate", "likelihood");
        assertThat(detectors)
                .extracting(RunDetector::id)
                .containsExactly("encoder", "linear", "entropy-rate", "likelihood");
        for (RunDetector detector : detectors.subList(0, 3)) {
            Encoder encoder = detector.encoders().of(GENERATION);
            assertThat(encoder.encode(List.of("some text of a few words")).getFirst())
                    .hasSize(detector.encoders().dimension());
        }
        assertThatThrownBy(() -> detectors.getLast().encoders().of(GENERATION)).hasMessage("no checkpoint of run:0");
        detectors.forEach(detector -> detector.encoders().close());
    }

    /** Texts of which the machine-written ones say a word more often; the human text of a pair has the same origin. */
    private Path texts(String human, String machine) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            boolean machineWritten = i % 2 == 1;
            lines.append(Program.line(
                    "w3 w4 w5 w6 w7 w8 w9" + (" " + (machineWritten ? machine : human)).repeat(1 + i % 3),
                    machineWritten,
                    i / 2));
        }
        return Files.writeString(folder.resolve("texts.jsonl"), lines);
    }

    private static void judges(String name, String human, String machine) {
        try (GenerationEncoders opened = open(name).getFirst().encoders()) {
            Encoder encoder = opened.of(GENERATION);
            List<float[]> features = encoder.encode(List.of(
                    "w3 w4 w5 w6 w7 w8 w9 " + machine + " " + machine,
                    "w3 w4 w5 w6 w7 w8 w9 " + human + " " + human,
                    "a"));
            assertThat(features.get(0)[0]).isGreaterThan(features.get(1)[0]);
            assertThat(features.get(2)).as("too short").containsExactly(0, 1);
        }
    }

    @Test
    void opensALinearDetectorFromAFolderUnderAnyId() throws IOException {
        Path made = folder.resolve("made");
        Path data = texts("river", "robot");
        Program.run("train", "--kind", "linear", "--seed", 1, "--output", made, "--data", data);
        judges("robots=" + made, "river", "robot");
    }

    @Test
    void opensAClassifierFromAFolder() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(2);
        Path model = tiny.write(folder.resolve("model"), "human", "machine");
        List<Integer> words = IntStream.range(3, TinyClassifier.VOCABULARY)
                .boxed()
                .sorted(Comparator.comparingDouble(word -> tiny.logits(word)[1] - tiny.logits(word)[0]))
                .toList();
        String human = "w" + words.getFirst();
        String machine = "w" + words.getLast();
        Path made = folder.resolve("made");
        Program.run(
                "train",
                "--kind",
                "classifier",
                "--seed",
                1,
                "--output",
                made,
                "--data",
                texts(human, machine),
                "--set",
                "model=" + model,
                "--set",
                "machine-label=machine");
        judges("classifier=" + made, human, machine);
        Files.write(model.resolve("model.onnx"), new byte[] {1, 2, 3});
        refused("model.onnx", "classifier=" + made);
    }

    @Test
    void whatCannotBeOpenedIsRefused() {
        refused("this detector is unknown; those that need nothing are encoder, linear, entropy-rate", "perplexity");
        refused("this detector is unknown", "classifier");
        refused("the id linear is given twice", "linear", "linear");
        refused("use 1 to 40 lower-case letters, digits and dashes", "My Detector=" + folder);
        refused("detector.json is missing; give a folder that ./tailkeeper detector train wrote", "mine=" + folder);
        refused("detector.json is missing", "mine=" + folder.resolve("nowhere"));
    }
}
