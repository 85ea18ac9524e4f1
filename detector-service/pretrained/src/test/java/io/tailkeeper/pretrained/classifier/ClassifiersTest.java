package io.tailkeeper.pretrained.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.pretrained.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClassifiersTest {

    private static final TinyClassifier TINY = TinyClassifier.of(2);

    @TempDir
    private Path folder;

    private Path model;
    private Path data;

    /** Machine-written texts are mostly of the words that the model holds for machine-written. */
    @BeforeEach
    void write() throws IOException {
        model = TINY.write(folder.resolve("model"), "human", "machine");
        List<Integer> words = IntStream.range(3, TinyClassifier.VOCABULARY)
                .boxed()
                .sorted(Comparator.comparingDouble(word -> TINY.logits(1, word, 2)[0] - TINY.logits(1, word, 2)[1]))
                .toList();
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            boolean machine = i % 2 == 1;
            String text = IntStream.range(0, 9)
                    .mapToObj(w -> "w" + words.get(machine ? random.nextInt(18) : random.nextInt(words.size())))
                    .collect(Collectors.joining(" "));
            lines.append(Program.line(text, machine, i / 2));
        }
        data = Files.writeString(folder.resolve("texts.jsonl"), lines);
    }

    private Object[] train(String... settings) {
        return IntStream.range(0, 9 + 2 * settings.length)
                .mapToObj(i -> i < 9
                        ? List.of(
                                        "train",
                                        "--kind",
                                        "classifier",
                                        "--seed",
                                        1,
                                        "--output",
                                        folder.resolve("d"),
                                        "--data",
                                        data)
                                .get(i)
                        : i % 2 == 1 ? "--set" : settings[(i - 9) / 2])
                .toArray();
    }

    @Test
    void isCalibratedStoredAndMeasuredByTheProgram() throws IOException {
        Program.run(train("model=" + model, "machine-label=machine", "side=tail", "temperature=2"));
        Path detector = folder.resolve("d");
        JsonNode stored =
                new ObjectMapper().readTree(detector.resolve("detector.json").toFile());
        assertThat(stored.required("kind").asText()).isEqualTo("classifier");
        assertThat(stored.required("pretrained")
                        .required("settings")
                        .required("side")
                        .asText())
                .isEqualTo("TAIL");
        assertThat(stored.required("calibration").required("slope").asDouble()).isPositive();
        Path output = folder.resolve("evaluation.json");
        Program.run("evaluate", "--detector", detector, "--data", data, "--output", output);
        JsonNode overall = new ObjectMapper().readTree(output.toFile()).required("overall");
        assertThat(overall.required("auroc").required("value").asDouble()).isGreaterThan(0.8);
        assertThat(overall)
                .as("what was held out when it was calibrated")
                .isEqualTo(new ObjectMapper()
                        .readTree(detector.resolve("held-out.json").toFile())
                        .required("overall"));

        Files.writeString(model.resolve("config.json"), TinyClassifier.config("machine", "human"));
        Program.refused(
                List.of("is not the classifier that the detector was calibrated with"),
                "evaluate",
                "--detector",
                detector,
                "--data",
                data);
        Files.delete(model.resolve("model.onnx"));
        Program.refused(List.of("looked for model.onnx"), "evaluate", "--detector", detector, "--data", data);
    }

    @Test
    void theWrongLabelIsNoticedByWhatItSays() {
        Program.refused(
                List.of("surer of its machine label the more human the texts are", "--set machine-label"),
                train("model=" + model, "machine-label=human"));
    }

    @Test
    @Timeout(60)
    void oneThatSaysTheSameOfEveryTextIsNoBetterThanChance() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            String unknown = ("text" + i % 400 + " ").repeat(9).strip();
            lines.append(Program.line(unknown, i % 2 == 1, i / 2));
        }
        Files.writeString(data, lines);

        Program.refused(
                List.of("the classifier detector says the same of every text: it is no better than chance"),
                train("model=" + model, "machine-label=machine"));
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void settingsThatAreMissingUnknownOrWrongAreRefused() {
        Program.refused(List.of("setting model is missing"), train());
        Program.refused(List.of("setting machine-label is missing"), train("model=" + model));
        Program.refused(List.of("\"labels\" is unknown", "machine-label"), train("labels=x"));
        String[] wrong = {"model=" + model, "machine-label=machine", "side=middle"};
        Program.refused(List.of("side: \"middle\" is unknown; there are head, tail"), train(wrong));
        wrong[2] = "temperature=warm";
        Program.refused(List.of("temperature: \"warm\" is no number"), train(wrong));
        wrong[1] = "machine-label=robot";
        wrong[2] = "temperature=1";
        Program.refused(List.of("0 \"human\", 1 \"machine\""), train(wrong));
    }
}
