package io.tailkeeper.detector.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {

    private static final String LINE = "{\"text\": \"%s\", \"label\": \"human\", \"origin\": \"%d\"}%n";

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = Files.writeString(folder.resolve("set.jsonl"), Programs.lines("first", 500, 40, 1));
    }

    private Object[] train(Object... more) {
        Object[] usual = {"train", "--kind", "linear", "--seed", 3, "--output", folder.resolve("linear"), "--data", data
        };
        Object[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return all;
    }

    @Test
    void emptyBlankAndVeryLongTextsAreJudged() throws IOException {
        Programs.run(train());
        Path odd = Files.writeString(
                folder.resolve("odd.jsonl"),
                LINE.formatted("", 1)
                        + LINE.formatted(" \\t\\n \\u00a0\\u200b", 2)
                        + LINE.formatted("moon paper ".repeat(1_000_000), 3)
                        + LINE.formatted("a river of stone and light walked under the moon", 4));
        Path output = folder.resolve("odd.json");
        String said =
                Programs.run("evaluate", "--detector", folder.resolve("linear"), "--data", odd, "--output", output);
        assertThat(said).contains("2 texts are too short to judge and have the prior");
        JsonNode overall = new ObjectMapper().readTree(output.toFile()).required("overall");
        assertThat(overall.required("human").asInt()).isEqualTo(4);
        assertThat(overall.required("tooShort").asInt()).isEqualTo(2);
        assertThat(overall.required("cut").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNoUtf8IsNamedByFileAndLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(LINE.formatted("plain", 1).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(LINE.formatted("caf\u00e9", 2).getBytes(StandardCharsets.ISO_8859_1));
        Path lines = Files.write(folder.resolve("latin.jsonl"), bytes.toByteArray());
        Programs.refused("latin.jsonl, line 2 is not valid UTF-8; save the file as UTF-8", train("--data", lines));
        Path pairs = Files.write(
                folder.resolve("latin.json"),
                "{\"original\": [\"one\",\n\"caf\u00e9 au lait\"], \"sampled\": [\"a\", \"b\"]}"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Programs.refused("latin.json, line 2 is not JSON (Invalid UTF-8", train("--data", pairs));
    }

    @Test
    void oneClassTeachesNothing() throws IOException {
        Path human = Files.writeString(
                folder.resolve("human.jsonl"),
                LINE.formatted("one two three", 1).repeat(50));
        Programs.refused(
                "the data hold 50 human and 0 machine-written texts; a detector is made from both",
                "train",
                "--kind",
                "linear",
                "--seed",
                3,
                "--output",
                folder.resolve("none"),
                "--data",
                human);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void textsThatAreAllTheSameAreNoBetterThanChance() throws IOException {
        StringBuilder same = new StringBuilder();
        for (int origin = 0; origin < 400; origin++) {
            for (String label : new String[] {"human", "machine"}) {
                same.append(("{\"text\": \"the very same eight or more words every single time\", \"label\": \"%s\","
                                + " \"origin\": \"%d\"}%n")
                        .formatted(label, origin));
            }
        }
        Path one = Files.writeString(folder.resolve("one.jsonl"), same);
        for (String kind : new String[] {"linear", "entropy-rate"}) {
            Programs.refused(
                    "the " + kind + " detector says the same of every text: it is no better than chance",
                    "train",
                    "--kind",
                    kind,
                    "--seed",
                    3,
                    "--output",
                    folder.resolve("none"),
                    "--data",
                    one);
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aDescriptionWithoutTheParametersOfItsKindIsRefused() throws IOException {
        Path rate = folder.resolve("rate");
        Programs.run("train", "--kind", "entropy-rate", "--seed", 3, "--output", rate, "--data", data);
        ObjectMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Path file = rate.resolve("detector.json");
        ObjectNode tree = (ObjectNode) json.readTree(file.toFile());
        tree.remove("entropyRate");
        DetectorDescription nameless =
                json.treeToValue(tree, DetectorDescription.class).withVersion("");
        String version = Sha256.of(json.writeValueAsBytes(nameless)).substring(0, 16);
        Files.write(file, json.writeValueAsBytes(nameless.withVersion(version)));
        Programs.refused(
                "detector.json describes no detector (it has no entropyRate)",
                "evaluate",
                "--detector",
                rate,
                "--data",
                data);
    }

    @Test
    void theWindowIsStoredAndStatedOrRefused() throws IOException {
        Programs.run(train("--least-words", 15, "--most-characters", 150, "--side", "tail"));
        JsonNode window = new ObjectMapper()
                .readTree(folder.resolve("linear/detector.json").toFile())
                .required("window");
        assertThat(window.required("leastWords").asInt()).isEqualTo(15);
        assertThat(window.required("mostCharacters").asInt()).isEqualTo(150);
        assertThat(window.required("side").asText()).isEqualTo("TAIL");
        assertThat(Files.readString(folder.resolve("linear/model-card.md")))
                .contains("at least 15 words", "longer than 150 characters the end is judged");
        Programs.refused("--side middle is no end of a text; give head or tail", train("--side", "middle"));
        Programs.wrong("--least-words: \"few\" is not a whole number", train("--least-words", "few"));
        Programs.refused("least words: -1 is out of range", train("--least-words", -1));
        Programs.refused("most characters: 10 is out of range", train("--most-characters", 10));
        Programs.wrong(
                "is not a whole number from -2147483648 to 2147483647", train("--most-characters", 99_999_999_999L));
        Programs.wrong("--seed: \"x\" is not a whole number", train("--seed", "x"));
    }

    @Test
    void theReliabilityPlotIsAFileOfItsOwn() throws IOException {
        Programs.run(train());
        Path plot = folder.resolve("plot.svg");
        Programs.run("evaluate", "--detector", folder.resolve("linear"), "--data", data, "--plot", plot);
        assertThat(Files.readString(plot))
                .startsWith("<svg xmlns=")
                .endsWith("</svg>\n")
                .contains("Reliability: linear detector", "Expected calibration error", "diagonal", "class=\"bar\"")
                .doesNotContain("NaN", "href");
        Path human = Files.writeString(folder.resolve("human.txt"), "the river of stone walked under a green door\n");
        Programs.run("evaluate", "--detector", folder.resolve("linear"), "--data", human, "--plot", plot);
        assertThat(Files.readString(plot))
                .contains("1 human and 0 machine-written texts")
                .doesNotContain("NaN");
    }
}
