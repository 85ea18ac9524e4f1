package io.tailkeeper.detector.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.program.DetectorProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    @Test
    void opensOneFromAFolderUnderAnyId() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            String word = i % 2 == 0 ? "river" : "robot";
            lines.append("{\"text\": \"one two three four five six seven ")
                    .append((word + " ").repeat(1 + i % 7))
                    .append("\", \"label\": \"")
                    .append(i % 2 == 0 ? "human" : "machine")
                    .append("\", \"origin\": \"")
                    .append(i)
                    .append("\"}\n");
        }
        Path data = Files.writeString(folder.resolve("texts.jsonl"), lines);
        Path made = folder.resolve("made");
        String[] train = {
            "train", "--kind", "linear", "--seed", "1", "--output", made.toString(), "--data", data.toString()
        };
        assertThat(DetectorProgram.run(train, System.out, System.err)).isZero();
        try (var opened = open("robots=" + made).getFirst().encoders()) {
            Encoder encoder = opened.of(GENERATION);
            List<float[]> features = encoder.encode(List.of(
                    "a robot robot robot robot robot robot robot", "a river river river river river river river", "a"));
            assertThat(features.get(0)[0]).isGreaterThan(1);
            assertThat(features.get(1)[0]).isLessThan(-1);
            assertThat(features.get(2)).as("too short").containsExactly(0, 1);
        }
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
