package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.tailkeeper.languagemodel.transformer.DecoderTest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TextGeneratorTest {

    static final List<ModelConfig> CONFIGS = DecoderTest.CONFIGS;

    private static final List<Loops> LOOPS = List.of(new PlainLoops(), VectorLoops.get());

    /** Plain Java in both of its loops, and the tensor library alone. */
    static final List<List<DecodingEngine>> ENGINES =
            List.of(List.of(new PlainEngine(LOOPS.getFirst())), List.of(new PlainEngine(LOOPS.getLast())), List.of());

    private static final DecodingStrategy GREEDY = new DecodingStrategy.Greedy();

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void greedyTextIsTheArgmaxOfPlainLoopsInEveryRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(5, 3);
            NaiveModel naive = NaiveModel.of(model);
            for (List<DecodingEngine> engines : ENGINES) {
                int[][] written = new TextGenerator(model, engines).write(prompts, 9, GREEDY, new long[5]);
                for (int row = 0; row < prompts.length; row++) {
                    int[] text = Arrays.copyOf(prompts[row], 12);
                    System.arraycopy(written[row], 0, text, 3, 9);
                    double[][] logits = naive.logits(text);
                    for (int t = 0; t < 9; t++) {
                        double best = Arrays.stream(logits[t + 2]).max().orElseThrow();
                        assertThat(logits[t + 2][written[row][t]]).isCloseTo(best, within(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void logitsOfPlainJavaAreThoseOfPlainLoopsInEveryRowAndPosition(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] texts = LivelyModel.texts(3, 12);
            NaiveModel naive = NaiveModel.of(model);
            double[][][] expected = Arrays.stream(texts).map(naive::logits).toArray(double[][][]::new);
            for (Loops loops : LOOPS) {
                DecodingBatch rows = PlainDecoder.of(model, loops).begin(3, 12);
                for (int t = 0; t < 12; t++) {
                    int column = t;
                    float[][] logits = rows.logitsAfter(Arrays.stream(texts)
                            .map(text -> new int[] {text[column]})
                            .toArray(int[][]::new));
                    for (int row = 0; row < 3; row++) {
                        assertThat(logits[row]).hasSize(300);
                        for (int v = 0; v < 300; v++) {
                            assertThat((double) logits[row][v]).isCloseTo(expected[row][t][v], within(1e-4));
                        }
                    }
                }
            }
        }
    }

    /** So many rows that they are cut into parts, the last of them odd. */
    @ParameterizedTest
    @FieldSource("CONFIGS")
    void rowOfPlainJavaDependsOnNoOtherRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(37, 3);
            long[] seeds = new long[37];
            Arrays.setAll(seeds, row -> row * 31L);
            DecodingStrategy strategy = new DecodingStrategy.Temperature(1);
            for (List<DecodingEngine> engines : ENGINES.subList(0, 2)) {
                TextGenerator generator = new TextGenerator(model, engines);
                int[][] together = generator.write(prompts, 9, strategy, seeds);
                assertThat(together).hasNumberOfRows(37);
                for (int row = 0; row < 37; row++) {
                    int[][] alone = generator.write(new int[][] {prompts[row]}, 9, strategy, new long[] {seeds[row]});
                    assertThat(alone[0]).isEqualTo(together[row]);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void equalSeedsWriteEqualTextAndOthersDoNot(List<DecodingEngine> engines) {
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            int[][] prompts = LivelyModel.texts(3, 3);
            DecodingStrategy strategy = new DecodingStrategy.TopK(50, 1);
            TextGenerator generator = new TextGenerator(model, engines);
            int[][] once = generator.write(prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] again = generator.write(prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] changed = generator.write(prompts, 9, strategy, new long[] {1, 7, 3});
            assertThat(again).isDeepEqualTo(once);
            assertThat(changed[0]).isEqualTo(once[0]);
            assertThat(changed[1]).isNotEqualTo(once[1]);
            assertThat(changed[2]).isEqualTo(once[2]);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void rowsThatEndLeaveTheBatchAndTheOthersGoOnAsIfNothingHadHappened(List<DecodingEngine> engines) {
        int[][] prompts = LivelyModel.texts(6, 3);
        try (LanguageModel model = LivelyModel.of(new ModelConfig(2, 2, 16, 24, 300))) {
            TextGenerator generator = new TextGenerator(model, engines);
            int[][] whole = generator.write(prompts, 20, GREEDY, new long[6]);
            for (int endOfText : new int[] {whole[1][0], whole[2][7], whole[5][19], 299}) {
                int[][] ended = generator.writeToTheEnd(prompts, 20, GREEDY, new long[6], List.of(endOfText));
                for (int row = 0; row < 6; row++) {
                    int[] expected = Arrays.stream(whole[row])
                            .takeWhile(token -> token != endOfText)
                            .toArray();
                    assertThat(ended[row]).isEqualTo(expected);
                }
            }
            int[][] one = {prompts[0]};
            int first = whole[0][0];
            assertThat(generator.writeToTheEnd(one, 20, GREEDY, new long[1], List.of(first))[0])
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void refusesTextsThatDoNotFit(List<DecodingEngine> engines) {
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            TextGenerator generator = new TextGenerator(model, engines);
            assertThatThrownBy(() -> generator.write(LivelyModel.texts(1, 10), 9, GREEDY, new long[] {1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tokens does not fit into the model's context of 12");
            assertThatThrownBy(() -> generator.write(new int[][] {{1, 2}, {1}}, 1, GREEDY, new long[] {1, 2}))
                    .hasMessageContaining("one length");
            assertThatThrownBy(() -> generator.write(new int[][] {{}}, 1, GREEDY, new long[] {1}))
                    .hasMessageContaining("at least one token");
            assertThatThrownBy(() -> generator.write(new int[][] {{1}}, 1, GREEDY, new long[] {1, 2}))
                    .hasMessageContaining("1 prompts but 2 seeds");
            assertThatThrownBy(() -> generator.write(new int[][] {{1, 300}}, 1, GREEDY, new long[] {1}))
                    .hasMessageContaining("token 300 of a prompt is not of the model's vocabulary of 300");
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void weightsThatAreNoNumbersAreNoticed(List<DecodingEngine> engines) {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            model.parameters().get("model.norm.weight").set(new float[16]);
            model.parameters().get("model.norm.weight").addi(Float.NaN);
            TextGenerator generator = new TextGenerator(model, engines);
            DecodingStrategy strategy = new DecodingStrategy.TopK(50, 1);
            assertThatThrownBy(() -> generator.write(LivelyModel.texts(40, 3), 2, strategy, new long[40]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a logit is not a number");
        }
    }

    @Test
    void smallModelsWriteInPlainJavaOnTheCpuOnly() {
        ModelConfig quickstart = ModelConfig.preset("quickstart");
        assertThat(new PlainEngine().suits(ModelConfig.preset("nano"), Device.cpu(), 64))
                .isTrue();
        assertThat(new PlainEngine().suits(ModelConfig.preset("nano"), Device.gpu(), 64))
                .isFalse();
        assertThat(new PlainEngine().suits(quickstart, Device.cpu(), 64)).isFalse();
        assertThat(new PlainEngine().suits(quickstart, Device.cpu(), 1)).isTrue();
        assertThat(new PlainEngine().suits(ModelConfig.preset("gpt2"), Device.cpu(), 1))
                .isFalse();
        ModelConfig manyWords = new ModelConfig(6, 6, 384, 256, 50_257);
        assertThat(new PlainEngine().suits(manyWords, Device.cpu(), 1)).isFalse();
    }

    @Test
    void exponentialsAreThoseOfTheLibraryAndNeverTooSmallToCalculateWith() {
        double[] bounds = {5e-5, 5e-7};
        for (int way = 0; way < 2; way++) {
            for (double x = -39.9; x < 86; x += 0.0373) {
                float value = (float) x;
                assertThat(exponential(LOOPS.get(way), value) / StrictMath.exp(value))
                        .isCloseTo(1, within(bounds[way]));
            }
            assertThat(exponential(LOOPS.get(way), 0)).isEqualTo(1);
            assertThat(exponential(LOOPS.get(way), -1000)).isBetween(4e-18f, 5e-18f);
            assertThat(exponential(LOOPS.get(way), Float.NEGATIVE_INFINITY)).isBetween(4e-18f, 5e-18f);
            assertThat(exponential(LOOPS.get(way), 1000)).isBetween(6e37f, 7e37f);
            assertThat(exponential(LOOPS.get(way), Float.NaN)).isNaN();
        }
    }

    private static float exponential(Loops loops, float x) {
        float[] scores = buffer(x);
        loops.exponentials(scores, 0, 1);
        return scores[0];
    }

    @Test
    void attentionIsThatOfDoublesForHeadsOfEverySizeAndTextsOfEveryLength() {
        SplittableRandom random = new SplittableRandom(8);
        for (Loops loops : LOOPS) {
            for (int size : new int[] {2, 4, 8, 12, 32}) {
                for (int positions : new int[] {1, 3, 4, 15, 16, 17, 31, 64, 100}) {
                    float[] queries = Arrays.copyOf(numbers(random, 3 * size), 4 * size + Loops.WIDTH);
                    float[][] keys = heads(random, size, positions);
                    float[][] values = heads(random, size, positions);
                    float[][] scores = Loops.buffers(3, positions);
                    loops.scores(queries, 1, 2, keys, size, scores, positions);
                    for (int head = 1; head < 3; head++) {
                        float[] mixed = new float[size + Loops.WIDTH];
                        float largest = loops.largest(scores[head], positions);
                        float sum = loops.exponentials(scores[head], largest, positions);
                        loops.weightedSums(scores[head], positions, values, 1 / sum, mixed, 0);
                        double[] expected = mixed(queries, head * size, keys, values, size, positions);
                        for (int d = 0; d < size; d++) {
                            assertThat((double) mixed[d]).isCloseTo(expected[d], within(5e-5));
                        }
                    }
                }
            }
        }
    }

    private static float[][] heads(SplittableRandom random, int size, int positions) {
        float[][] numbers = new float[Loops.inEights(size)][Loops.padded(positions)];
        for (int d = 0; d < size; d++) {
            System.arraycopy(numbers(random, positions), 0, numbers[d], 0, positions);
        }
        return numbers;
    }

    private static double[] mixed(float[] queries, int at, float[][] keys, float[][] values, int size, int positions) {
        double[] mixed = new double[size];
        double sum = 0;
        for (int t = 0; t < positions; t++) {
            double score = 0;
            for (int d = 0; d < size; d++) {
                score += (double) queries[at + d] * keys[d][t];
            }
            sum += Math.exp(score);
            for (int d = 0; d < size; d++) {
                mixed[d] += Math.exp(score) * values[d][t];
            }
        }
        for (int d = 0; d < size; d++) {
            mixed[d] /= sum;
        }
        return mixed;
    }

    @Test
    void curvesAreThoseOfTheirDefinitions() {
        for (Loops loops : LOOPS) {
            for (double x = -9; x < 9; x += 0.173) {
                float value = (float) x;
                float[] exact = buffer(value);
                loops.gelu(exact, 1);
                assertThat((double) exact[0]).isCloseTo(value * normal(value), within(3e-6));
                float[] tanh = buffer(value);
                loops.geluTanh(tanh, 1);
                double inner = Math.sqrt(2 / Math.PI) * (value + 0.044715 * Math.pow(value, 3));
                assertThat((double) tanh[0]).isCloseTo(value * (1 + Math.tanh(inner)) / 2, within(1e-4));
                float[] gated = buffer(value, 3);
                loops.swiGlu(gated, 1);
                assertThat((double) gated[0]).isCloseTo(3 * value / (1 + Math.exp(-value)), within(3e-4));
            }
        }
    }

    @Test
    void productsOfEveryShapeAreEqualToTheLastBitInBothLoopsAndInDoublesButForRounding() {
        SplittableRandom random = new SplittableRandom(5);
        for (int rows : new int[] {1, 2, 3, 4, 5, 8, 15}) {
            for (int in : new int[] {1, 4, 7, 33}) {
                for (int out : new int[] {1, 15, 16, 17, 130}) {
                    float[] weights = numbers(random, in * out);
                    float[] bias = numbers(random, out);
                    float[][] x = new float[rows][];
                    Arrays.setAll(x, row -> Arrays.copyOf(numbers(random, in), Loops.padded(in)));
                    float[][] plain = Loops.buffers(rows, out);
                    float[][] vectors = Loops.buffers(rows, out);
                    PlainMatrix.of(LOOPS.get(0), weights, bias).multiply(x, plain, rows);
                    PlainMatrix.of(LOOPS.get(1), weights, bias).multiply(x, vectors, rows);
                    for (int row = 0; row < rows; row++) {
                        for (int o = 0; o < out; o++) {
                            double sum = bias[o];
                            for (int i = 0; i < in; i++) {
                                sum += (double) x[row][i] * weights[i * out + o];
                            }
                            assertThat((double) plain[row][o]).isCloseTo(sum, within(1e-5));
                            assertThat(vectors[row][o]).isEqualTo(plain[row][o]);
                        }
                    }
                }
            }
        }
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] buffer(float... values) {
        return Arrays.copyOf(values, 2 * Loops.WIDTH);
    }

    /** Phi by Simpson's rule. */
    private static double normal(double x) {
        int steps = 2000;
        double width = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-i * width * i * width / 2);
        }
        return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
    }
}
