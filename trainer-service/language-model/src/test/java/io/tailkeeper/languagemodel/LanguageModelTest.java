package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelTest {

    private static final ModelConfig CONFIG = LivelyModel.GPT2;

    @Test
    void greedyTextIsTheArgmaxOfPlainLoops() {
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            int[][] prompts = LivelyModel.texts(4, 3);
            int[][] written =
                    TextGenerator.write(model, prompts, 9, new DecodingStrategy.Greedy(), new long[prompts.length]);
            NaiveModel naive = NaiveModel.of(model);
            for (int row = 0; row < prompts.length; row++) {
                int[] text = prompts[row];
                for (int token : written[row]) {
                    double[] logits = naive.logits(text)[text.length - 1];
                    double best = Arrays.stream(logits).max().orElseThrow();
                    assertThat(logits[token]).isCloseTo(best, within(1e-4));
                    text = Arrays.copyOf(text, text.length + 1);
                    text[text.length - 1] = token;
                }
            }
        }
    }

    @Test
    void equalSeedsWriteEqualTextAndOthersDoNot() {
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            int[][] prompts = LivelyModel.texts(3, 3);
            DecodingStrategy strategy = new DecodingStrategy.TopK(50, 1);
            int[][] once = TextGenerator.write(model, prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] again = TextGenerator.write(model, prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] changed = TextGenerator.write(model, prompts, 9, strategy, new long[] {1, 7, 3});
            assertThat(again).isDeepEqualTo(once);
            assertThat(changed[0]).isEqualTo(once[0]);
            assertThat(changed[1]).isNotEqualTo(once[1]);
            assertThat(changed[2]).isEqualTo(once[2]);
        }
    }

    @Test
    void rowsThatEndLeaveTheBatchAndTheOthersGoOnAsIfNothingHadHappened() {
        DecodingStrategy greedy = new DecodingStrategy.Greedy();
        int[][] prompts = LivelyModel.texts(6, 3);
        try (LanguageModel model = LivelyModel.of(new ModelConfig(2, 2, 16, 24, 300))) {
            int[][] whole = TextGenerator.write(model, prompts, 20, greedy, new long[6]);
            for (int endOfText : new int[] {whole[1][0], whole[2][7], whole[5][19], 299}) {
                int[][] ended = TextGenerator.writeToTheEnd(model, prompts, 20, greedy, new long[6], endOfText);
                for (int row = 0; row < 6; row++) {
                    int[] expected = Arrays.stream(whole[row])
                            .takeWhile(token -> token != endOfText)
                            .toArray();
                    assertThat(ended[row]).isEqualTo(expected);
                }
            }
            int[][] one = {prompts[0]};
            int first = whole[0][0];
            assertThat(TextGenerator.writeToTheEnd(model, one, 20, greedy, new long[1], first)[0])
                    .isEmpty();
        }
    }

    @Test
    void refusesTextsThatDoNotFit() {
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            assertThatThrownBy(() -> TextGenerator.write(
                            model, LivelyModel.texts(1, 10), 9, new DecodingStrategy.Greedy(), new long[] {1}))
                    .hasMessageContaining("13 tokens does not fit into the model's context of 12");
            assertThatThrownBy(() -> TextGenerator.write(
                            model, new int[][] {{1, 2}, {1}}, 1, new DecodingStrategy.Greedy(), new long[] {1, 2}))
                    .hasMessageContaining("one length");
            assertThatThrownBy(() -> TextGenerator.write(
                            model, new int[][] {{}}, 1, new DecodingStrategy.Greedy(), new long[] {1}))
                    .hasMessageContaining("at least one token");
        }
    }

    @Test
    void savedModelIsTheSameModelAndTheSameBytes(@TempDir Path folder) throws IOException {
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            String digest = model.save(folder.resolve("a/model.safetensors"));
            String again = model.save(folder.resolve("b/model.safetensors"));
            assertThat(again).isEqualTo(digest);
            assertThat(folder.resolve("a").toFile().list()).containsExactly("model.safetensors");
            try (LanguageModel loaded = LanguageModel.load(folder.resolve("a/model.safetensors"), digest)) {
                assertThat(loaded.config()).isEqualTo(CONFIG);
                model.parameters().forEach((name, tensor) -> assertThat(
                                loaded.parameters().get(name).toFloatArray())
                        .isEqualTo(tensor.toFloatArray()));
            }
        }
    }

    @Test
    void refusesMissingCorruptAndForeignCheckpoints(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        assertThatThrownBy(() -> LanguageModel.load(file, "0".repeat(64)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is missing");
        String digest;
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            digest = model.save(file);
        }
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> LanguageModel.load(file, digest))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("its sha256 is")
                .hasMessageContaining(digest);
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> LanguageModel.load(file, null)).hasMessageContaining("header is cut off");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '[', ']'});
        assertThatThrownBy(() -> LanguageModel.load(file, null)).hasMessageContaining("no JSON object");
        Files.write(file, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> LanguageModel.load(file, null)).hasMessageContaining("not written by Tailkeeper");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 9));
        assertThatThrownBy(() -> LanguageModel.load(file, null)).hasMessageContaining("header is cut off");
    }

    @Test
    void refusesACheckpointOfAFamilyThatIsNotKnown(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");
        try (LanguageModel model = LivelyModel.of(CONFIG)) {
            Map<String, String> metadata = new HashMap<>(model.metadata());
            metadata.put("tailkeeper.family", "mamba");
            Safetensors.write(file, model.parameters(), metadata);
        }
        assertThatThrownBy(() -> LanguageModel.load(file, null))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoint " + file + " does not say what shape its model has")
                .hasMessageContaining("by a newer one");
    }

    @Test
    void initialWeightsFollowTheSeed() {
        try (LanguageModel one = LanguageModel.initialise(CONFIG, 1);
                LanguageModel same = LanguageModel.initialise(CONFIG, 1);
                LanguageModel other = LanguageModel.initialise(CONFIG, 2)) {
            float[] weights = one.parameters().get("wte.weight").toFloatArray();
            assertThat(same.parameters().get("wte.weight").toFloatArray()).isEqualTo(weights);
            assertThat(other.parameters().get("wte.weight").toFloatArray()).isNotEqualTo(weights);
            double square = 0;
            for (float weight : weights) {
                square += weight * weight;
            }
            assertThat(Math.sqrt(square / weights.length)).isCloseTo(0.02, within(0.001));
            assertThat(one.parameters().get("ln_f.weight").toFloatArray()).containsOnly(1f);
            assertThat(CONFIG.parameterCount())
                    .isEqualTo(one.parameters().values().stream()
                            .mapToLong(NDArray::size)
                            .sum());
        }
    }
}
