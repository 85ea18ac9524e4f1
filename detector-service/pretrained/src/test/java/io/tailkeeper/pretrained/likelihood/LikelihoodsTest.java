package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.pretrained.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LikelihoodsTest {

    /** Bytes alone, of which the texts have the letters from token 64 on, and spaces. */
    private static final int VOCABULARY = 257;

    private static final int LETTER_A = 64;
    private static final int SPACE = 220;
    private static final int LENGTH = 30;

    @TempDir
    private Path folder;

    /** Words of two letters; of machine-written texts the model draws the letters, of the others chance. */
    private static String texts(LanguageModel model, int count) {
        Random random = new Random(1);
        int[][] rows = new int[count][0];
        for (int length = 0; length < LENGTH; length++) {
            double[][][] logits = length == 0 ? null : TinyModels.logits(model, rows);
            for (int row = 0; row < count; row++) {
                rows[row] = Arrays.copyOf(rows[row], length + 1);
                boolean drawn = row % 2 == 1 && logits != null;
                int letter = drawn ? likeliest(logits[row][length - 1], random) : LETTER_A + random.nextInt(26);
                rows[row][length] = length % 3 == 2 ? SPACE : letter;
            }
        }
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < count; row++) {
            StringBuilder text = new StringBuilder();
            for (int token : rows[row]) {
                text.append(token == SPACE ? ' ' : (char) ('a' + token - LETTER_A));
            }
            lines.append(Program.line(text.toString().strip(), row % 2 == 1, row / 2));
        }
        return lines.toString();
    }

    /** The likeliest of four letters. */
    private static int likeliest(double[] logits, Random random) {
        int best = LETTER_A + random.nextInt(26);
        for (int i = 0; i < 3; i++) {
            int other = LETTER_A + random.nextInt(26);
            best = logits[other] > logits[best] ? other : best;
        }
        return best;
    }

    /** Trains a detector into the folder of its score's name; returns its figures. */
    private JsonNode trained(String score, Path observer, Path performer, Path data) throws IOException {
        Path detector = folder.resolve(score);
        Program.run(
                "train",
                "--kind",
                "likelihood",
                "--seed",
                1,
                "--output",
                detector,
                "--data",
                data,
                "--set",
                "observer=" + observer,
                "--set",
                "performer=" + performer,
                "--set",
                "score=" + score);
        return new ObjectMapper().readTree(detector.resolve("held-out.json").toFile());
    }

    @Test
    void isCalibratedStoredAndMeasuredByTheProgram() throws IOException {
        Path observer = folder.resolve("observer/model.safetensors");
        Path performer = folder.resolve("performer/model.safetensors");
        Path data;
        try (LanguageModel first = TinyModels.model(LENGTH, VOCABULARY, 1);
                LanguageModel second = TinyModels.model(LENGTH, VOCABULARY, 2)) {
            first.save(observer);
            second.save(performer);
            data = Files.writeString(folder.resolve("texts.jsonl"), texts(second, 800), StandardCharsets.UTF_8);
        }
        Path detector = folder.resolve("binoculars");
        for (String score : List.of("curvature", "binoculars")) {
            JsonNode heldOut = trained(score, observer, performer, data);
            assertThat(heldOut.required("detector").required("kind").asText()).isEqualTo("likelihood");
            assertThat(heldOut.required("overall")
                            .required("auroc")
                            .required("value")
                            .asDouble())
                    .as(score)
                    .isGreaterThan(0.8);
        }
        Path output = folder.resolve("evaluation.json");
        Program.run("evaluate", "--detector", detector, "--data", data, "--output", output);
        assertThat(new ObjectMapper().readTree(output.toFile()).required("overall"))
                .as("what was held out when it was calibrated")
                .isEqualTo(new ObjectMapper()
                        .readTree(detector.resolve("held-out.json").toFile())
                        .required("overall"));
        Files.copy(observer, performer, StandardCopyOption.REPLACE_EXISTING);
        Program.refused(
                List.of("performer", "is not the language model that the detector was calibrated with"),
                "evaluate",
                "--detector",
                detector,
                "--data",
                data);
        Files.delete(observer);
        Program.refused(List.of("observer", "is missing"), "evaluate", "--detector", detector, "--data", data);
    }

    @Test
    void settingsThatAreMissingOrWrongAreRefused() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 800; i++) {
            lines.append(Program.line("one two three four five six seven eight " + i, i % 2 == 0, i / 2));
        }
        Path data = Files.writeString(folder.resolve("texts.jsonl"), lines);
        Object[] train = {
            "train", "--kind", "likelihood", "--seed", 1, "--output", folder, "--data", data, "--set", "score=luck"
        };
        Program.refused(List.of("setting observer is missing"), train);
        train[train.length - 1] = "model=x";
        Program.refused(List.of("\"model\" is unknown; there are observer, performer, score"), train);
    }
}
