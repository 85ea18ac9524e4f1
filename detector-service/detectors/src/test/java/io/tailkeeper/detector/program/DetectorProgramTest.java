package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.detector.calibration.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorProgramTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = Files.writeString(folder.resolve("set.jsonl"), Programs.lines("first", 500, 40, 1));
    }

    private Path trained(String kind) {
        return trained(kind, kind);
    }

    private Path trained(String kind, String name) {
        Path detector = folder.resolve(name);
        Programs.run("train", "--kind", kind, "--seed", 3, "--output", detector, "--data", data);
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
            assertThat(heldOut.required("overall").required("human").asInt()).isBetween(60, 140);
            assertThat(heldOut.required("overall")
                            .required("auroc")
                            .required("value")
                            .asDouble())
                    .as(kind.id())
                    .isGreaterThan(0.9);
            assertThat(heldOut.required("sources")).hasSize(2);
            assertThat(Files.readString(detector.resolve("model-card.md")))
                    .contains("500 human and 500 machine-written texts", "| overall |", "Thresholds");
        }
    }

    @Test
    void generatorsOfOppositeHabitsAreFoundByAnExpertEach() throws IOException {
        Files.writeString(data, Programs.oppositeGenerators(400, 60, 1));
        Path both = trained("linear");
        assertThat(Files.readString(both.resolve("model-card.md")))
                .contains("One classifier for all generators", "\n- terse\n", "\n- wordy\n");
        assertThat(aurocs(both.resolve("held-out.json")))
                .containsOnlyKeys("of terse", "of wordy")
                .allSatisfy((source, auroc) -> assertThat(auroc).as(source).isGreaterThan(0.9));
        try (StoredDetector stored = DetectorFolder.load(both)) {
            assertThat(stored.detector()
                            .judge("moreover river moreover light moreover the moon moreover")
                            .syntheticProbability())
                    .isGreaterThan(0.5);
        }
    }

    @Test
    void aGeneratorThatIsLeftOutIsNotLearnedAndCanBeMeasured() throws IOException {
        Files.writeString(data, Programs.oppositeGenerators(400, 60, 1));
        Path one = folder.resolve("one");
        Programs.run("train", "--kind", "linear", "--seed", 3, "--output", one, "--data", data, "--without", "terse");
        assertThat(Files.readString(one.resolve("model-card.md")))
                .contains("Sources: of wordy.")
                .doesNotContain("One classifier");
        Path output = folder.resolve("unseen.json");
        Programs.run("evaluate", "--detector", one, "--data", data, "--output", output);
        assertThat(aurocs(output).get("of wordy")).isGreaterThan(0.9);
        assertThat(aurocs(output).get("of terse"))
                .as("never seen, and the other way round")
                .isLessThan(0.3);
        Programs.refused(
                "no text of the data is by generator \"gpt\"; there are terse, wordy",
                "train",
                "--kind",
                "linear",
                "--seed",
                3,
                "--output",
                folder.resolve("none"),
                "--data",
                data,
                "--without",
                "gpt");
    }

    private static Map<String, Double> aurocs(Path file) throws IOException {
        Map<String, Double> aurocs = new TreeMap<>();
        json(file)
                .required("sources")
                .forEach(source -> aurocs.put(
                        source.required("source").asText(),
                        source.required("auroc").required("value").asDouble()));
        return aurocs;
    }

    @Test
    void aDetectorSurvivesItsFolderAndEqualDataGiveAnEqualOne() throws IOException {
        for (DetectorKind kind : List.of(DetectorKind.LINEAR, DetectorKind.ENTROPY_RATE)) {
            StoredDetector first = DetectorFolder.load(trained(kind.id()));
            Judgement judgement = first.detector().judge("the river walked under a stone moreover the moon door");
            StoredDetector second = DetectorFolder.load(trained(kind.id(), kind.id() + "-again"));
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
        Programs.run("evaluate", "--detector", detector, "--data", data, "--output", output);
        JsonNode again = json(output);
        JsonNode heldOut = json(detector.resolve("held-out.json"));
        assertThat(again.required("overall")).as("the held-out part again").isEqualTo(heldOut.required("overall"));
        assertThat(again.required("leftOut").asInt())
                .isEqualTo(1_000
                        - 2 * heldOut.required("overall").required("human").asInt());
        Path others = Files.writeString(folder.resolve("others.jsonl"), Programs.lines("second", 100, 40, 2));
        Programs.run("evaluate", "--detector", detector, "--data", others, "--output", output);
        assertThat(json(output).required("leftOut").asInt()).isZero();
        assertThat(json(output).required("reliability")).hasSize(15);
    }

    @Test
    void humanTextAloneHasFalsePositivesAndNoAuroc() throws IOException {
        Path detector = trained("linear");
        Path human = Files.writeString(
                folder.resolve("human.txt"), "the river of stone walked under a green door\n".repeat(3));
        Path output = folder.resolve("human.json");
        Programs.run("evaluate", "--detector", detector, "--data", human, "--output", output);
        JsonNode overall = json(output).required("overall");
        assertThat(overall.required("auroc").required("value").isNull()).isTrue();
        assertThat(overall.required("accusedAt5Percent").isNumber()).isTrue();
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws IOException {
        Programs.wrong("there is no command \"detector judge\"; allowed are evaluate, train", "judge");
        Programs.wrong("there is no command \"detector evalute\"; did you mean \"evaluate\"?", "evalute");
        Programs.wrong("Missing required option: '--data", "evaluate", "--detector", folder);
        Programs.refused("--data /missing does not exist", "train", "--data", "/missing", "--output", "o");
        Programs.refused("--detector /missing does not exist", "evaluate", "--data", data, "--detector", "/missing");
        Path inside = Files.writeString(folder.resolve("file"), "").resolve("in/side");
        String refusal = inside + " cannot be made, because " + folder.resolve("file") + " is not a folder";
        Programs.refused("--output " + refusal, "train", "--data", data, "--output", inside);
        Programs.refused("--plot " + refusal, "evaluate", "--data", data, "--detector", folder, "--plot", inside);
        Programs.refused(
                "linear, encoder", "train", "--kind", "oracle", "--seed", 1, "--output", folder, "--data", data);
        Path few = Files.writeString(folder.resolve("few.jsonl"), Programs.lines("few", 30, 40, 1));
        Programs.refused(
                "of each; give more data", "train", "--kind", "linear", "--seed", 1, "--output", folder, "--data", few);
        Programs.refused("holds no detector", "evaluate", "--detector", folder, "--data", data);
        Programs.refused(
                "does not exist", "evaluate", "--detector", trained("linear"), "--data", folder.resolve("none"));
    }

    @Test
    void aDetectorIsNotWrittenOver() throws IOException {
        Files.writeString(folder.resolve("detector.json"), "{}");
        Programs.refused(
                "holds a detector already; choose another folder or remove it",
                "train",
                "--data",
                data,
                "--output",
                folder);
    }

    @Test
    void helpFitsIntoEightyColumns() {
        String help = Programs.run("train", "--help") + Programs.run("evaluate", "--help") + Programs.run("--help");
        assertThat(help).contains("Usage: tailkeeper detector train");
        assertThat(help.lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
    }

    @Test
    void modelsFromElsewhereNeedTheProgramThatOpensThem() {
        Programs.refused(
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
        Programs.refused("--set is for classifier and likelihood", linear);
        linear[linear.length - 1] = "x";
        Programs.refused("--set x is no NAME=VALUE", linear);
    }

    @Test
    void damagedDetectorsAreRefused() throws IOException {
        Path detector = trained("linear");
        Path other = trained("entropy-rate");
        Path description = detector.resolve("detector.json");
        String good = Files.readString(description);

        Files.writeString(description, good.replace("\"prior\" : 0.5", "\"prior\" : 0.4"));
        Programs.refused("does not match its version", "evaluate", "--detector", detector, "--data", data);
        Files.writeString(description, good.replace("\"format\" : 1", "\"format\" : 9"));
        Programs.refused("is of format 9", "evaluate", "--detector", detector, "--data", data);
        Files.writeString(description, good.substring(0, 40));
        Programs.refused("describes no detector", "evaluate", "--detector", detector, "--data", data);

        Files.writeString(description, good);
        data = Files.writeString(folder.resolve("set.jsonl"), Programs.lines("third", 500, 40, 4));
        Path stranger = folder.resolve("stranger");
        Programs.run("train", "--kind", "linear", "--seed", 3, "--output", stranger, "--data", data);
        Files.copy(stranger.resolve("linear.bin"), detector.resolve("linear.bin"), StandardCopyOption.REPLACE_EXISTING);
        Programs.refused("is not the file that", "evaluate", "--detector", detector, "--data", data);

        Files.delete(other.resolve("origins.bin"));
        Programs.refused("origins.bin does not exist", "evaluate", "--detector", other, "--data", data);
    }
}
