package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.Judgement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorProgramTest {

    private static final String[] WORDS =
            "the a of river stone light walked under green door moon paper".split(" ", -1);

    @TempDir
    private Path folder;

    private Path data;

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void writeData() throws IOException {
        data = Files.writeString(folder.resolve("set.jsonl"), lines("first", 500, 1));
    }

    /** Machine-written texts say "moreover" and repeat themselves; each human one has a machine-written twin. */
    private static String lines(String name, int pairs, long seed) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * pairs; i++) {
            boolean machine = i % 2 == 1;
            int vocabulary = machine ? 6 : WORDS.length;
            String text = IntStream.range(0, 40)
                    .mapToObj(w -> machine && random.nextInt(12) == 0 ? "moreover" : WORDS[random.nextInt(vocabulary)])
                    .collect(Collectors.joining(" "));
            lines.append("{\"text\": \"%s\", \"label\": \"%s\", \"source\": \"s%d\", \"origin\": \"%s %d\"}%n"
                    .formatted(text, machine ? "machine" : "human", i / 2 % 2, name, i / 2));
        }
        return lines.toString();
    }

    private static Outcome run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int status = DetectorProgram.run(
                texts,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path trained(String kind) {
        Path detector = folder.resolve(kind);
        Outcome outcome = run("train", "--kind", kind, "--seed", 3, "--output", detector, "--data", data);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        return detector;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void everyKindLearnsWhatItCanSeeAndSaysHowWell() throws IOException {
        for (DetectorKind kind : List.of(DetectorKind.LINEAR, DetectorKind.ENTROPY_RATE)) {
            Path detector = trained(kind.id());
            JsonNode heldOut = json(detector.resolve("held-out.json"));
            assertThat(heldOut.path("overall").path("human").asInt()).isBetween(60, 140);
            assertThat(heldOut.path("overall").path("auroc").path("value").asDouble())
                    .as(kind.id())
                    .isGreaterThan(0.9);
            assertThat(heldOut.path("sources")).hasSize(2);
            assertThat(Files.readString(detector.resolve("model-card.md")))
                    .contains("500 human and 500 machine-written texts", "| overall |", "Thresholds");
        }
    }

    @Test
    void aDetectorSurvivesItsFolderAndEqualDataGiveAnEqualOne() throws IOException {
        for (DetectorKind kind : List.of(DetectorKind.LINEAR, DetectorKind.ENTROPY_RATE)) {
            StoredDetector first = DetectorFolder.load(trained(kind.id()));
            Judgement judgement = first.detector().judge("the river walked under a stone moreover the moon door");
            StoredDetector second = DetectorFolder.load(trained(kind.id()));
            assertThat(second.version()).isEqualTo(first.version());
            assertThat(second.thresholds()).isEqualTo(first.thresholds());
            assertThat(second.detector().judge("the river walked under a stone moreover the moon door"))
                    .isEqualTo(judgement);
        }
    }

    @Test
    void evaluationLeavesOutWhatTheDetectorWasTrainedOn() throws IOException {
        Path detector = trained("linear");
        Path output = folder.resolve("evaluation.json");
        Outcome same = run("evaluate", "--detector", detector, "--data", data, "--output", output);
        assertThat(same.status()).isZero();
        JsonNode again = json(output);
        JsonNode heldOut = json(detector.resolve("held-out.json"));
        assertThat(again.path("overall")).as("the held-out part again").isEqualTo(heldOut.path("overall"));
        assertThat(again.path("leftOut").asInt())
                .isEqualTo(1_000 - 2 * heldOut.path("overall").path("human").asInt());
        Path others = Files.writeString(folder.resolve("others.jsonl"), lines("second", 100, 2));
        run("evaluate", "--detector", detector, "--data", others, "--output", output);
        assertThat(json(output).path("leftOut").asInt()).isZero();
        assertThat(json(output).path("reliability")).hasSize(15);
    }

    @Test
    void humanTextAloneHasFalsePositivesAndNoAuroc() throws IOException {
        Path detector = trained("linear");
        Path human = Files.writeString(
                folder.resolve("human.txt"), "the river of stone walked under a green door\n".repeat(3));
        Path output = folder.resolve("human.json");
        Outcome outcome = run("evaluate", "--detector", detector, "--data", human, "--output", output);
        assertThat(outcome.status()).isZero();
        JsonNode overall = json(output).path("overall");
        assertThat(overall.path("auroc").path("value").isNull()).isTrue();
        assertThat(overall.path("accusedAt5Percent").isNumber()).isTrue();
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws IOException {
        assertRefused("is no command", "judge");
        assertRefused(
                "linear, entropy-rate", "train", "--kind", "oracle", "--seed", 1, "--output", folder, "--data", data);
        Path few = Files.writeString(folder.resolve("few.jsonl"), lines("few", 30, 1));
        assertRefused("too few texts", "train", "--kind", "linear", "--seed", 1, "--output", folder, "--data", few);
        assertRefused("holds no detector", "evaluate", "--detector", folder, "--data", data);
        assertRefused("does not exist", "evaluate", "--detector", trained("linear"), "--data", folder.resolve("none"));
    }

    @Test
    void modelsFromElsewhereNeedTheProgramThatOpensThem() {
        assertRefused(
                "does not open classifier detectors",
                "train",
                "--kind",
                "classifier",
                "--seed",
                1,
                "--output",
                folder,
                "--data",
                data,
                "--set",
                "model=.");
        Object[] linear = {"train", "--kind", "linear", "--seed", 1, "--output", folder, "--data", data, "--set", "x=1"
        };
        assertRefused("--set is for classifier and likelihood", linear);
        linear[linear.length - 1] = "x";
        assertRefused("--set x is no NAME=VALUE", linear);
    }

    @Test
    void damagedDetectorsAreRefused() throws IOException {
        Path detector = trained("linear");
        Path other = trained("entropy-rate");
        Path description = detector.resolve("detector.json");
        String good = Files.readString(description);

        Files.writeString(description, good.replace("\"prior\" : 0.5", "\"prior\" : 0.4"));
        assertRefused("does not match its version", "evaluate", "--detector", detector, "--data", data);
        Files.writeString(description, good.replace("\"format\" : 1", "\"format\" : 9"));
        assertRefused("is of format 9", "evaluate", "--detector", detector, "--data", data);
        Files.writeString(description, good.substring(0, 40));
        assertRefused("describes no detector", "evaluate", "--detector", detector, "--data", data);

        Files.writeString(description, good);
        data = Files.writeString(folder.resolve("set.jsonl"), lines("third", 500, 4));
        Path stranger = folder.resolve("stranger");
        run("train", "--kind", "linear", "--seed", 3, "--output", stranger, "--data", data);
        Files.copy(stranger.resolve("linear.bin"), detector.resolve("linear.bin"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("is not the file that", "evaluate", "--detector", detector, "--data", data);

        Files.delete(other.resolve("origins.bin"));
        assertRefused("origins.bin does not exist", "evaluate", "--detector", other, "--data", data);
    }

    private static void assertRefused(String reason, Object... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("tailkeeper: ").contains(reason).hasLineCount(1);
    }
}
