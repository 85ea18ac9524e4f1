package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageModelTest {

    private static final ModelConfig CONFIG = new ModelConfig(2, 2, 16, 12, 300);

    /** A model whose weights are all different and large enough that every part of it shows in the logits. */
    private static LanguageModel livelyModel() {
        LanguageModel model = LanguageModel.initialise(CONFIG, 3);
        Random random = new Random(5);
        model.parameters().forEach((name, tensor) -> {
            float[] values = tensor.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (random.nextGaussian() * 0.2);
            }
            tensor.set(values);
        });
        return model;
    }

    private static int[][] texts(int rows, int length) {
        Random random = new Random(9);
        int[][] texts = new int[rows][];
        Arrays.setAll(
                texts, row -> random.ints(length, 0, CONFIG.vocabularySize()).toArray());
        return texts;
    }

    private static NDArray ids(NDManager scope, int[][] texts) {
        long[] flat =
                Arrays.stream(texts).flatMapToInt(Arrays::stream).asLongStream().toArray();
        return scope.create(flat, new Shape(texts.length, texts[0].length));
    }

    @Test
    void logitsAreThoseOfPlainLoopsInEveryRowAndPosition() {
        try (LanguageModel model = livelyModel();
                NDManager scope = model.manager().newSubManager()) {
            int[][] texts = texts(3, 12);
            float[] logits = model.logits(ids(scope, texts)).toFloatArray();
            NaiveGpt2 naive = new NaiveGpt2(model);
            for (int row = 0; row < 3; row++) {
                double[][] expected = naive.logits(texts[row]);
                for (int t = 0; t < 12; t++) {
                    for (int v = 0; v < 300; v++) {
                        assertThat((double) logits[(row * 12 + t) * 300 + v]).isCloseTo(expected[t][v], within(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 11})
    void logitsFromAPositionAreThoseOfTheWhole(int from) {
        try (LanguageModel model = livelyModel();
                NDManager scope = model.manager().newSubManager()) {
            NDArray ids = ids(scope, texts(2, 12));
            float[] whole = model.logits(ids).get(":, " + from + ":, :").toFloatArray();
            float[] late = model.logits(ids, from).toFloatArray();
            assertThat(late).hasSize(whole.length).containsExactly(whole, within(1e-5f));
        }
    }

    @Test
    void cacheGivesTheLogitsOfTheWholeText() {
        try (LanguageModel model = livelyModel();
                NDManager scope = model.manager().newSubManager()) {
            int[][] texts = texts(2, 12);
            float[] whole = model.logits(ids(scope, texts)).toFloatArray();
            KeyValueCache cache = new KeyValueCache(scope, CONFIG.layers());
            int[] steps = {5, 1, 3, 1, 1, 1};
            int read = 0;
            for (int step : steps) {
                int from = read;
                int[][] part = Arrays.stream(texts)
                        .map(text -> Arrays.copyOfRange(text, from, from + step))
                        .toArray(int[][]::new);
                float[] last = model.lastLogits(ids(scope, part), cache).toFloatArray();
                read += step;
                for (int row = 0; row < 2; row++) {
                    for (int v = 0; v < 300; v++) {
                        assertThat(last[row * 300 + v])
                                .isCloseTo(whole[(row * 12 + read - 1) * 300 + v], within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void greedyTextIsTheArgmaxOfPlainLoops() {
        try (LanguageModel model = livelyModel()) {
            int[][] prompts = texts(4, 3);
            int[][] written =
                    TextGenerator.write(model, prompts, 9, new DecodingStrategy.Greedy(), new long[prompts.length]);
            NaiveGpt2 naive = new NaiveGpt2(model);
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
        try (LanguageModel model = livelyModel()) {
            int[][] prompts = texts(3, 3);
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
    void refusesTextsThatDoNotFit() {
        try (LanguageModel model = livelyModel()) {
            assertThatThrownBy(() ->
                            TextGenerator.write(model, texts(1, 10), 9, new DecodingStrategy.Greedy(), new long[] {1}))
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
        try (LanguageModel model = livelyModel()) {
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
        try (LanguageModel model = livelyModel()) {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void gradientsAreFiniteDifferencesEvenWhenTheJvmCollectsBetweenForwardAndBackward(int from) {
        try (LanguageModel model = livelyModel();
                NDManager scope = model.manager().newSubManager()) {
            int[][] texts = texts(2, 6);
            model.parameters().values().forEach(tensor -> tensor.setRequiresGradient(true));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = loss(model, ids(scope, texts), from);
                for (int i = 0; i < 3; i++) {
                    System.gc();
                    scope.create(new float[1000]);
                }
                collector.backward(loss);
            }
            model.parameters().forEach((name, tensor) -> {
                float[] gradient = tensor.getGradient().toFloatArray();
                int index = name.startsWith("wte") ? texts[0][0] * CONFIG.embeddingSize() + 1 : gradient.length / 3;
                double expected = difference(model, name, index, texts, from);
                assertThat((double) gradient[index]).as(name).isCloseTo(expected, within(2e-3));
            });
        }
    }

    /** The surprise of every token given itself and what stands before it, from a position on. */
    private static NDArray loss(LanguageModel model, NDArray ids, int from) {
        NDArray logits = model.logits(ids, from).reshape(-1, CONFIG.vocabularySize());
        NDArray targets = ids.get(":, " + from + ":").reshape(-1, 1);
        return logits.logSoftmax(1).gather(targets, 1).sum().neg();
    }

    private static double difference(LanguageModel model, String name, int index, int[][] texts, int from) {
        float step = 1e-2f;
        double[] sides = new double[2];
        NDArray tensor = model.parameters().get(name);
        float[] values = tensor.toFloatArray();
        for (int side = 0; side < 2; side++) {
            float[] moved = values.clone();
            moved[index] += side == 0 ? step : -step;
            tensor.set(moved);
            NaiveGpt2 naive = new NaiveGpt2(model);
            for (int[] text : texts) {
                double[][] logits = naive.logits(text);
                for (int t = from; t < text.length; t++) {
                    double sum = Arrays.stream(logits[t]).map(Math::exp).sum();
                    sides[side] += Math.log(sum) - logits[t][text[t]];
                }
            }
        }
        tensor.set(values);
        return (sides[0] - sides[1]) / (2 * step);
    }
}
