package io.tailkeeper.languagemodel.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.NaiveModel;
import io.tailkeeper.languagemodel.TextGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

public class DecoderTest {

    public static final List<ModelConfig> CONFIGS = List.of(
            LivelyModel.GPT2,
            LivelyModel.GPT2_TANH,
            LivelyModel.LLAMA_MULTI_HEAD,
            LivelyModel.LLAMA_GROUPED,
            LivelyModel.LLAMA_MULTI_QUERY,
            LivelyModel.LLAMA_UNTIED_WIDE_HEADS);

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void logitsAreThoseOfPlainLoopsInEveryRowAndPosition(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            int[][] texts = LivelyModel.texts(3, 12);
            float[] logits = model.logits(LivelyModel.ids(scope, texts)).toFloatArray();
            NaiveModel naive = NaiveModel.of(model);
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
    @FieldSource("CONFIGS")
    void logitsFromAPositionAreThoseOfTheWhole(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            NDArray ids = LivelyModel.ids(scope, LivelyModel.texts(2, 12));
            for (int from : new int[] {1, 7, 11}) {
                float[] whole = model.logits(ids).get(":, " + from + ":, :").toFloatArray();
                float[] late = model.logits(ids, from).toFloatArray();
                assertThat(late).hasSize(whole.length).containsExactly(whole, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void theOutputLayerMakesTheLogitsOfTheHiddenStates(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            NDArray ids = LivelyModel.ids(scope, LivelyModel.texts(2, 12));
            float[] hidden = model.hidden(ids).toFloatArray();
            float[] logits = model.logits(ids).toFloatArray();
            float[] output = Stream.of("lm_head.weight", "wte.weight", "model.embed_tokens.weight")
                    .map(name -> model.parameters().get(name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow()
                    .toFloatArray();
            assertThat(hidden).hasSize(2 * 12 * 16);
            for (int position = 0; position < 2 * 12; position++) {
                for (int v = 0; v < 300; v++) {
                    double sum = 0;
                    for (int c = 0; c < 16; c++) {
                        sum += hidden[position * 16 + c] * output[v * 16 + c];
                    }
                    assertThat((double) logits[position * 300 + v]).isCloseTo(sum, within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void cacheGivesTheLogitsOfPlainLoopsInEveryRowAndPosition(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            int[][] texts = LivelyModel.texts(3, 12);
            NaiveModel naive = NaiveModel.of(model);
            double[][][] expected = Arrays.stream(texts).map(naive::logits).toArray(double[][][]::new);
            KeyValueCache cache = new KeyValueCache(scope, config.layers(), 12);
            int[] steps = {3, 1, 2, 1, 4, 1};
            int read = 0;
            for (int step : steps) {
                int from = read;
                int[][] part = Arrays.stream(texts)
                        .map(text -> Arrays.copyOfRange(text, from, from + step))
                        .toArray(int[][]::new);
                float[] last = ((TransformerModel) model)
                        .lastLogits(LivelyModel.ids(scope, part), cache)
                        .toFloatArray();
                read += step;
                for (int row = 0; row < 3; row++) {
                    for (int v = 0; v < 300; v++) {
                        assertThat((double) last[row * 300 + v]).isCloseTo(expected[row][read - 1][v], within(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void gradientsAreFiniteDifferencesEvenWhenTheJvmCollectsBetweenForwardAndBackward(ModelConfig config) {
        for (int from : new int[] {0, 1, 5}) {
            try (LanguageModel model = LivelyModel.of(config);
                    NDManager scope = model.manager().newSubManager()) {
                int[][] texts = LivelyModel.texts(2, 6);
                model.parameters().values().forEach(tensor -> tensor.setRequiresGradient(true));
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray ids = LivelyModel.ids(scope, texts);
                    NDArray loss = loss(model.logits(ids, from), ids, from);
                    for (int i = 0; i < 3; i++) {
                        System.gc();
                        scope.create(new float[1000]);
                    }
                    collector.backward(loss);
                }
                assertThat(model.parameters()).isNotEmpty();
                model.parameters().forEach((name, tensor) -> {
                    float[] gradient = tensor.getGradient().toFloatArray();
                    boolean tokens = name.startsWith("wte") || name.contains("embed_tokens");
                    int index = tokens ? texts[0][0] * config.embeddingSize() + 1 : gradient.length / 3;
                    double expected = difference(model, name, index, texts, from);
                    assertThat((double) gradient[index]).as(name).isCloseTo(expected, within(1e-3));
                });
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void bf16GivesLogitsAndGradientsInFloat32CloseToThoseOfFloat32(ModelConfig config) {
        for (int from : new int[] {0, 5}) {
            SortedMap<String, float[]> exact = logitsAndGradients(config, LanguageModel::logits, from);
            SortedMap<String, float[]> rounded = logitsAndGradients(config, LanguageModel::bfloat16Logits, from);
            assertThat(rounded.keySet()).isEqualTo(exact.keySet());
            rounded.forEach((name, values) ->
                    assertThat(distance(values, exact.get(name))).as(name).isBetween(1e-5, 0.1));
            assertThat(distance(rounded.get("logits"), exact.get("logits"))).isLessThan(0.03);
        }
    }

    private interface Forward {
        NDArray logits(LanguageModel model, NDArray ids, int from);
    }

    /** By name: the gradients of the parameters, and "logits". */
    private static SortedMap<String, float[]> logitsAndGradients(ModelConfig config, Forward forward, int from) {
        SortedMap<String, float[]> all = new TreeMap<>();
        try (LanguageModel model = LivelyModel.of(config);
                NDManager scope = model.manager().newSubManager()) {
            NDArray ids = LivelyModel.ids(scope, LivelyModel.texts(2, 6));
            model.parameters().values().forEach(tensor -> tensor.setRequiresGradient(true));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits = forward.logits(model, ids, from);
                all.put("logits", logits.toFloatArray());
                collector.backward(loss(logits, ids, from));
            }
            model.parameters().forEach((name, tensor) -> {
                assertThat(tensor.getGradient().getDataType()).isEqualTo(DataType.FLOAT32);
                all.put(name, tensor.getGradient().toFloatArray());
            });
        }
        return all;
    }

    /** Length of the difference over the length of {@code expected}. */
    private static double distance(float[] values, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(values[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void nothingOfAPassStaysInTheModelsMemory(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            try (NDManager scope = model.manager().newSubManager()) {
                NDArray ids = LivelyModel.ids(scope, LivelyModel.texts(2, 12));
                model.logits(ids, 3);
                model.bfloat16Logits(ids, 3);
                model.hidden(ids);
            }
            new TextGenerator(model, List.of())
                    .write(LivelyModel.texts(2, 3), 9, new DecodingStrategy.Greedy(), new long[2]);
            assertThat(model.manager().getManagedArrays())
                    .hasSameSizeAs(model.parameters().values());
        }
    }

    /** The surprise of every token given itself and what stands before it, from a position on. */
    private static NDArray loss(NDArray logits, NDArray ids, int from) {
        NDArray targets = ids.get(":, " + from + ":").reshape(-1, 1);
        return logits.reshape(targets.size(), -1)
                .logSoftmax(1)
                .gather(targets, 1)
                .sum()
                .neg();
    }

    private static double difference(LanguageModel model, String name, int index, int[][] texts, int from) {
        float step = 2e-3f;
        double[] sides = new double[2];
        NDArray tensor = model.parameters().get(name);
        float[] values = tensor.toFloatArray();
        for (int side = 0; side < 2; side++) {
            float[] moved = values.clone();
            moved[index] += side == 0 ? step : -step;
            tensor.set(moved);
            NaiveModel naive = NaiveModel.of(model);
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
