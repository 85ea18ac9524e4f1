package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.features.ScreenedEncoder;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.pretrained.Program;
import io.tailkeeper.pretrained.classifier.TinyClassifier;
import io.tailkeeper.pretrained.likelihood.CheckpointEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDetectorsTest {

    private static final GenerationKey GENERATION = new GenerationKey("run", 1);

    @TempDir
    private Path folder;

    private static List<RunDetector> open(String... names) {
        return open(Map.of(), (passed, all) -> {}, names);
    }

    private static List<RunDetector> open(Map<String, String> further, ScreenedEncoder.Counts counts, String... names) {
        return open(
                further,
                counts,
                generation -> Optional.empty(),
                new InstanceDetectors.Kept(encoder -> encoder, encoder -> encoder),
                names);
    }

    private static List<RunDetector> open(
            Map<String, String> further,
            ScreenedEncoder.Counts counts,
            Function<GenerationKey, Optional<CheckpointReference>> checkpoints,
            InstanceDetectors.Kept kept,
            String... names) {
        Map<String, String> properties = new HashMap<>(further);
        properties.put("tailkeeper.detector.device", "cpu");
        DetectorSettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(DetectorSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(DetectorSettings.class);
        return new InstanceDetectors(
                        settings, kept, () -> new CheckpointEncoders(checkpoints, Checkpoints.onDisk()::open), counts)
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
        List<RunDetector> detectors = open("encoder", " ngrams", "entropy-rate", "likelihood");
        assertThat(detectors)
                .extracting(RunDetector::id)
                .containsExactly("encoder", "ngrams", "entropy-rate", "likelihood");
        for (RunDetector detector : detectors.subList(0, 3)) {
            Encoder encoder = detector.encoders().of(GENERATION);
            assertThat(encoder.encode(List.of("some text of a few words")).getFirst())
                    .hasSize(detector.encoders().dimension());
        }
        assertThatThrownBy(() -> detectors.getLast().encoders().of(GENERATION))
                .hasMessage("the checkpoint of run:0 is not known");
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
        judges("linear=" + made, "river", "robot");
    }

    @Test
    void aLinearDetectorScreensWhatIsExpensiveAndNothingElse() throws IOException {
        Path screen = folder.resolve("screen");
        Program.run("train", "--kind", "linear", "--seed", 1, "--output", screen, "--data", texts("river", "robot"));
        List<String> counted = new ArrayList<>();
        List<RunDetector> detectors = open(
                Map.of("tailkeeper.detector.screen", screen.toString(), "tailkeeper.detector.pass-through", "0"),
                (passed, all) -> counted.add(passed + " of " + all),
                "encoder",
                "ngrams");
        GenerationEncoders encoder = detectors.getFirst().encoders();
        float[] features = encoder.of(GENERATION)
                .encode(List.of("w3 w4 w5 w6 w7 w8 w9 robot"))
                .getFirst();
        assertThat(features).hasSize(encoder.dimension());
        assertThat(features[0]).as("the screen's logit").isPositive();
        assertThat(features[1]).as("whether it passed").isZero();
        detectors.getLast().encoders().of(GENERATION).encode(List.of("w3 w4 w5 w6 w7 w8 w9 robot"));
        assertThat(counted).containsExactly("0 of 1");
        detectors.forEach(detector -> detector.encoders().close());
        assertThatThrownBy(() ->
                        open(Map.of("tailkeeper.detector.screen", folder.toString()), (passed, all) -> {}, "encoder"))
                .hasMessageContaining("tailkeeper.detector.screen: ")
                .hasMessageContaining("detector.json is missing");
        assertThatThrownBy(() -> open(
                        Map.of(
                                "tailkeeper.detector.screen",
                                screen.toString(),
                                "tailkeeper.detector.pass-through",
                                "2"),
                        (passed, all) -> {},
                        "encoder"))
                .hasMessageContaining("pass-through: 2.0 is out of range; give a share from 0 to 1");
    }

    @Test
    void likelihoodsStandBehindTheScreenAndAreKeptByTheirModels() throws IOException {
        Path screen = folder.resolve("screen");
        Program.run("train", "--kind", "linear", "--seed", 1, "--output", screen, "--data", texts("river", "robot"));
        Path weights = folder.resolve("generation.safetensors");
        String sha256;
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 16, 16, 257), 1)) {
            sha256 = model.save(weights);
        }
        List<String> keptUnder = new ArrayList<>();
        UnaryOperator<Encoder> everywhere = encoder -> {
            keptUnder.add(encoder.version());
            return encoder;
        };
        UnaryOperator<Encoder> here = encoder -> {
            throw new AssertionError("a text is judged once a generation");
        };
        for (String share : List.of("0", "1")) {
            RunDetector detector = open(
                            Map.of(
                                    "tailkeeper.detector.screen",
                                    screen.toString(),
                                    "tailkeeper.detector.pass-through",
                                    share),
                            (passed, all) -> assertThat(passed + " of " + all).isEqualTo(share + " of 1"),
                            generation -> Optional.of(
                                    new CheckpointReference(weights.toUri(), sha256, generation.generation())),
                            new InstanceDetectors.Kept(everywhere, here),
                            "likelihood")
                    .getFirst();
            try (GenerationEncoders encoders = detector.encoders()) {
                float[] features = encoders.of(GENERATION)
                        .encode(List.of("w3 w4 w5 w6 w7 w8 w9 robot"))
                        .getFirst();
                assertThat(features).hasSize(encoders.dimension());
                assertThat(features[0]).as("the screen's logit").isPositive();
                assertThat(features[3] != 0).as("Binoculars' ratio").isEqualTo(share.equals("1"));
            }
        }
        assertThat(keptUnder).hasSize(2).allMatch(version -> version.contains(sha256));
    }

    @Test
    void aGeneralDetectorsLogitStandsBesideTheEncodersFeatures() throws IOException {
        Path made = folder.resolve("general");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 480; i++) {
            String text = i % 2 == 1 ? "robots make robots of robots and more robots " : "a river ran by the old mill ";
            lines.append(Program.line(text + i / 2, i % 2 == 1, i / 2));
        }
        Path data = Files.writeString(folder.resolve("few.jsonl"), lines);
        Program.run("train", "--kind", "encoder", "--seed", 1, "--output", made, "--data", data);
        try (GenerationEncoders plain = open("encoder").getFirst().encoders();
                GenerationEncoders taught = open("encoder=" + made).getFirst().encoders()) {
            assertThat(taught.dimension()).isEqualTo(plain.dimension() + 2);
            List<String> texts =
                    List.of("robots make robots of robots and more robots", "a river ran by the old mill too");
            List<float[]> features = taught.of(GENERATION).encode(texts);
            int logit = taught.of(GENERATION).calibratedLogit().orElseThrow();
            assertThat(features.get(0)[logit]).isPositive();
            assertThat(features.get(1)[logit]).isNegative();
            assertThat(Arrays.copyOf(features.get(0), plain.dimension()))
                    .as("the features themselves stay as they were")
                    .containsExactly(plain.of(GENERATION).encode(texts).getFirst());
        }
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
        refused(
                "this detector is unknown; those that need nothing are encoder, ngrams (formerly linear)",
                "perplexity");
        refused("ngrams (formerly linear)", "linear");
        refused("this detector is unknown", "classifier");
        refused("the id ngrams is given twice", "ngrams", "ngrams");
        refused("use 1 to 40 lower-case letters, digits and dashes", "My Detector=" + folder);
        refused("detector.json is missing; give a folder that ./tailkeeper detector train wrote", "mine=" + folder);
        refused("detector.json is missing", "mine=" + folder.resolve("nowhere"));
    }
}
