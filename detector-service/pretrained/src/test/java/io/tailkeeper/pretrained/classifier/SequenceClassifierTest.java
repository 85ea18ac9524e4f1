package io.tailkeeper.pretrained.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.text.LengthWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceClassifierTest {

    private static final double CLOSE = 1e-5;
    private static final String LONG = "w10 w11 w12 w13 w14 w15 w16 w17 w18 w19 w20 w21 w22 w23";

    @TempDir
    private Path folder;

    private static double logit(Path model, ClassifierSettings settings, String text) throws IOException {
        try (SequenceClassifier classifier = SequenceClassifier.open(model, settings)) {
            return classifier.logit(text);
        }
    }

    private static ClassifierSettings settings(String label, int most, LengthWindow.Side side, double temperature) {
        return new ClassifierSettings(label, most, side, temperature);
    }

    /** Log-odds by way of the probabilities. */
    private static double logOdds(double[] logits, int label, double temperature) {
        double all = 0;
        for (double logit : logits) {
            all += Math.exp(logit / temperature);
        }
        double probability = Math.exp(logits[label] / temperature) / all;
        return Math.log(probability / (1 - probability));
    }

    private static void assertRefused(Path model, String label, String... reasons) {
        assertThatThrownBy(() -> logit(model, ClassifierSettings.of(label), "w3"))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void theLogitIsTheLogOddsOfTheMachineLabelWhateverInputsTheModelHas() throws IOException {
        int[] ids = {1, 5, 9, 0, 2};
        for (List<String> inputs :
                List.of(List.of("input_ids"), List.of("attention_mask", "input_ids"), TinyClassifier.ALL_INPUTS)) {
            for (int type : new int[] {TinyOnnx.INT32, TinyOnnx.INT64}) {
                TinyClassifier tiny = new TinyClassifier(3, inputs, type);
                Path model = tiny.write(folder, "human", "polished", "machine");
                assertThat(logit(model, ClassifierSettings.of("machine"), "w5 w9 unheard"))
                        .isCloseTo(logOdds(tiny.logits(ids), 2, 1), within(CLOSE));
            }
        }
    }

    @Test
    void everyLabelAndTemperatureHasItsLogit() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(3);
        Path model = tiny.write(folder, "human", "polished", "machine");
        double[] logits = tiny.logits(1, 30, 2);
        for (int label = 0; label < 3; label++) {
            for (double temperature : new double[] {0.25, 1, 4}) {
                ClassifierSettings settings = settings(Integer.toString(label), 0, LengthWindow.Side.HEAD, temperature);
                assertThat(logit(model, settings, "w30")).isCloseTo(logOdds(logits, label, temperature), within(CLOSE));
            }
        }
    }

    @Test
    void aSingleLogitIsThatOfTheLastLabel() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(1);
        double expected = tiny.logits(1, 7, 2)[0];
        Path two = tiny.write(folder.resolve("two"), "human", "machine");
        assertThat(logit(two, ClassifierSettings.of("machine"), "w7")).isCloseTo(expected, within(CLOSE));
        assertThat(logit(two, ClassifierSettings.of("human"), "w7")).isCloseTo(-expected, within(CLOSE));
        Path one = tiny.write(folder.resolve("one"), "generated");
        assertThat(logit(one, settings("generated", 0, LengthWindow.Side.HEAD, 2), "w7"))
                .isCloseTo(expected / 2, within(CLOSE));
    }

    @Test
    void longTextsAreCutAtOneEndAndKeepTheirSpecialTokens() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(2);
        Path model = tiny.write(folder, "human", "machine");
        double head = logOdds(tiny.logits(1, 10, 11, 12, 2), 1, 1);
        double tail = logOdds(tiny.logits(1, 21, 22, 23, 2), 1, 1);
        assertThat(logit(model, settings("machine", 5, LengthWindow.Side.HEAD, 1), LONG))
                .isCloseTo(head, within(CLOSE));
        assertThat(logit(model, settings("machine", 5, LengthWindow.Side.TAIL, 1), LONG))
                .isCloseTo(tail, within(CLOSE));
        int[] whole = IntStream.concat(IntStream.concat(IntStream.of(1), IntStream.range(10, 20)), IntStream.of(2))
                .toArray();
        assertThat(whole).as("the model's 12 positions").hasSize(12);
        assertThat(logit(model, ClassifierSettings.of("machine"), LONG))
                .isCloseTo(logOdds(tiny.logits(whole), 1, 1), within(CLOSE));
        assertThatThrownBy(() -> logit(model, settings("machine", 2, LengthWindow.Side.HEAD, 1), LONG))
                .hasMessageContaining("no room for a text beside the 2 special tokens");
        assertThatThrownBy(() -> logit(model, settings("machine", 13, LengthWindow.Side.HEAD, 1), LONG))
                .hasMessageContaining("more than the 12");
    }

    @Test
    void noTextSpellsASpecialTokenAndAnEmptyOneHasALogit() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(2);
        Path model = tiny.write(folder, "human", "machine");
        assertThat(logit(model, ClassifierSettings.of("1"), "w8 [SEP] w9"))
                .isCloseTo(logOdds(tiny.logits(1, 8, 0, 9, 2), 1, 1), within(CLOSE));
        assertThat(logit(model, ClassifierSettings.of("1"), ""))
                .isCloseTo(logOdds(tiny.logits(1, 2), 1, 1), within(CLOSE));
    }

    @Test
    void robertasPositionsBeginAfterThePadding() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(2);
        Path model = tiny.write(folder, "human", "machine");
        Files.writeString(
                model.resolve("config.json"),
                "{\"model_type\": \"roberta\", \"pad_token_id\": 1, \"max_position_embeddings\": 7}");
        assertThat(logit(model, ClassifierSettings.of("LABEL_1"), LONG))
                .as("5 tokens of 7 positions; labels as libraries call them when the file does not")
                .isCloseTo(logOdds(tiny.logits(1, 10, 11, 12, 2), 1, 1), within(CLOSE));
    }

    @ParameterizedTest
    @CsvSource({
        "mpnet, '', 5",
        "luke, ', \"pad_token_id\": 0', 6",
        "esm, '', 5",
        "lilt, '', 6",
        "ernie_m, '', 5",
        "bert, '', 7",
        "bart, ', \"pad_token_id\": 1', 7"
    })
    void positionsBeginWhereTheFamilyHasThemBegin(String family, String padding, int tokens) throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        Files.writeString(
                model.resolve("config.json"),
                "{\"model_type\": \"" + family + "\", \"max_position_embeddings\": 7" + padding + "}");
        assertThat(ClassifierConfig.read(model.resolve("config.json")).mostTokens())
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"vocab_size\": -5}",
                "{\"vocab_size\": 2147483648}",
                "{\"max_position_embeddings\": 2147483647}",
                "{\"max_position_embeddings\": \"7\"}",
                "{\"model_type\": \"roberta\", \"pad_token_id\": -5}"
            })
    void sizesThatAreNoneAreRefused(String config) throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        Files.writeString(model.resolve("config.json"), config);
        assertRefused(model, "LABEL_1", "which is no size");
    }

    @Test
    void addedTokensHaveTheIdsOfTheFile() throws IOException {
        TinyClassifier tiny = TinyClassifier.of(2);
        Path model = tiny.write(folder, "human", "machine");
        Path tokenizer = model.resolve("tokenizer.json");
        String added = "{\"id\": 39, \"content\": \"<name>\", \"single_word\": false, \"lstrip\": false,"
                + " \"rstrip\": false, \"normalized\": false, \"special\": false}";
        Files.writeString(
                tokenizer,
                TinyClassifier.tokenizer(36).replace("\"added_tokens\": [", "\"added_tokens\": [" + added + ", "));
        assertThat(logit(model, ClassifierSettings.of("1"), "w8 <name> w9"))
                .isCloseTo(logOdds(tiny.logits(1, 8, 39, 9, 2), 1, 1), within(CLOSE));
    }

    @Test
    void theModelMayLieInTheFolderOnnx() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        double expected = logit(model, ClassifierSettings.of("machine"), "w3");
        Files.createDirectory(model.resolve("onnx"));
        Files.move(model.resolve("model.onnx"), model.resolve("onnx/model.onnx"));
        assertThat(logit(model, ClassifierSettings.of("machine"), "w3")).isEqualTo(expected);
    }

    @Test
    void equalFilesHaveEqualDigests() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        String digest = ClassifierFiles.in(model).digest();
        assertThat(digest).hasSize(64).isEqualTo(ClassifierFiles.in(model).digest());
        Files.writeString(model.resolve("config.json"), TinyClassifier.config("machine", "human"));
        assertThat(ClassifierFiles.in(model).digest()).isNotEqualTo(digest);
    }

    @Test
    void wrongLabelsAreRefusedWithThoseThereAre() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "Real", "Fake");
        for (String wrong : List.of("fake", "2", "-1", "machine")) {
            assertRefused(model, wrong, "machine label \"" + wrong + "\"", "0 \"Real\", 1 \"Fake\"");
        }
        assertThatThrownBy(() -> ClassifierSettings.of(" ")).hasMessageContaining("none is given");
        TinyClassifier.of(2).write(folder, "1", "0");
        assertRefused(model, "1", "may be one or another");
        Files.writeString(model.resolve("config.json"), "{\"id2label\": {\"0\": \"a\", \"2\": \"b\"}}");
        assertRefused(model, "a", "id2label should name the labels 0 to 1");
    }

    @Test
    void missingAndDamagedFilesAreRefused() throws IOException {
        assertRefused(folder, "machine", "looked for model.onnx and onnx/model.onnx", "optimum-cli");
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        byte[] onnx = Files.readAllBytes(model.resolve("model.onnx"));
        Files.write(model.resolve("model.onnx"), Arrays.copyOf(onnx, onnx.length / 2));
        assertRefused(model, "machine", "model.onnx: it is damaged", "download it again");
        Files.write(model.resolve("model.onnx"), onnx);
        Files.writeString(model.resolve("config.json"), "{");
        assertRefused(model, "machine", "config.json is no JSON");
        Files.delete(model.resolve("config.json"));
        assertRefused(model, "machine", "looked for config.json");
        Files.writeString(model.resolve("config.json"), TinyClassifier.config("human", "machine"));
        Files.writeString(model.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Odd\"}}");
        assertRefused(model, "machine", "tokenizer.json: it has no vocabulary");
        Files.delete(model.resolve("tokenizer.json"));
        assertRefused(model, "machine", "looked for tokenizer.json");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        Path tokenizer = model.resolve("tokenizer.json");
        Files.writeString(tokenizer, TinyClassifier.tokenizer(50));
        assertRefused(model, "machine", "up to number 49", "knows 40");
        Files.writeString(
                model.resolve("config.json"),
                TinyClassifier.config("human", "machine").replace("\"vocab_size\": 40, ", ""));
        assertThatThrownBy(() -> logit(model, ClassifierSettings.of("machine"), "w49"))
                .hasMessageContainingAll("fails on 3 tokens up to number 49", "tokenizer.json");
        Files.writeString(tokenizer, TinyClassifier.tokenizer(40));
        Files.writeString(model.resolve("config.json"), TinyClassifier.config("a", "b", "c"));
        assertRefused(model, "a", "2 logits for the labels [a, b, c]");
        Files.writeString(model.resolve("config.json"), "{\"id2label\": {\"0\": \"human\", \"1\": \"machine\"}}");
        assertRefused(model, "machine", "does not say how many tokens");
    }

    @Test
    void modelsThatClassifyNoTextsAreRefused() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        Path onnx = model.resolve("model.onnx");
        Files.write(onnx, new TinyClassifier(2, List.of("input_ids", "pixel_values"), TinyOnnx.INT64).onnx());
        assertRefused(model, "machine", "the input pixel_values, which is unknown");
        float[] table = new float[TinyClassifier.VOCABULARY];
        Files.write(
                onnx,
                new TinyOnnx()
                        .floats("table", table, table.length, 1)
                        .input("input_ids", TinyOnnx.INT64)
                        .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
                        .output("last_hidden_state", 3)
                        .toByteArray());
        assertRefused(model, "machine", "output last_hidden_state", "(1, labels)");
        Files.write(
                onnx,
                new TinyOnnx()
                        .floats("table", table, table.length)
                        .input("attention_mask", TinyOnnx.INT64)
                        .node("Gather", List.of("table", "attention_mask"), "logits")
                        .output("logits", 2)
                        .toByteArray());
        assertRefused(model, "machine", "has no input input_ids");
        Files.write(
                onnx,
                new TinyOnnx()
                        .floats("table", table, table.length)
                        .input("input_ids", TinyOnnx.FLOAT)
                        .node("Cast", List.of("input_ids"), "ids", "to", TinyOnnx.INT64)
                        .node("Gather", List.of("table", "ids"), "logits")
                        .output("logits", 2)
                        .toByteArray());
        assertRefused(model, "machine", "instead of a tensor of int64 or int32");
    }

    @Test
    void logitsThatAreNoNumbersAreRefused() throws IOException {
        Path model = TinyClassifier.of(2).write(folder, "human", "machine");
        float[] table = new float[TinyClassifier.VOCABULARY * 2];
        Arrays.fill(table, Float.MAX_VALUE); // whose sum is none
        Files.write(
                model.resolve("model.onnx"),
                new TinyOnnx()
                        .floats("table", table, TinyClassifier.VOCABULARY, 2)
                        .input("input_ids", TinyOnnx.INT64)
                        .node("Gather", List.of("table", "input_ids"), "words")
                        .node("ReduceMean", List.of("words"), "logits", "axes", 1, "keepdims", 0)
                        .output("logits", 2)
                        .toByteArray());
        assertRefused(model, "machine", "no finite numbers");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> settings("a", -1, LengthWindow.Side.HEAD, 1)).hasMessageContaining("most tokens: -1");
        for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> settings("a", 0, LengthWindow.Side.HEAD, temperature))
                    .hasMessageContaining("temperature: " + temperature);
        }
    }
}
