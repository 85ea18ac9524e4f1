package io.tailkeeper.plaindecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.languagemodel.DecodingBatch;
import io.tailkeeper.languagemodel.DecodingEngine;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.LivelyModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.NaiveModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.transformer.DecoderTest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlainDecoderTest {

    static final List<ModelConfig> CONFIGS = DecoderTest.CONFIGS;

    private static final List<DecodingEngine> PLAIN = List.of(new PlainEngine());

    private static final DecodingStrategy GREEDY = new DecodingStrategy.Greedy();

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void greedyTextIsTheArgmaxOfPlainLoopsInEveryRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(5, 3);
            NaiveModel naive = NaiveModel.of(model);
            int[][] written = new TextGenerator(model, PLAIN).write(prompts, 9, GREEDY, new long[5]);
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

    @ParameterizedTest
    @FieldSource("CONFIGS")
    void logitsOfPlainJavaAreThoseOfPlainLoopsInEveryRowAndPosition(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] texts = LivelyModel.texts(3, 12);
            NaiveModel naive = NaiveModel.of(model);
            double[][][] expected = Arrays.stream(texts).map(naive::logits).toArray(double[][][]::new);
            DecodingBatch rows = PlainDecoder.of(model).begin(3, 12);
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

    /** So many rows that they are cut into parts, the last of them odd. */
    @ParameterizedTest
    @FieldSource("CONFIGS")
    void aRowDependsOnNoOtherRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(37, 3);
            long[] seeds = new long[37];
            Arrays.setAll(seeds, row -> row * 31L);
            DecodingStrategy strategy = new DecodingStrategy.Temperature(1);
            TextGenerator generator = new TextGenerator(model, PLAIN);
            int[][] together = generator.write(prompts, 9, strategy, seeds);
            assertThat(together).hasNumberOfRows(37);
            for (int row = 0; row < 37; row++) {
                int[][] alone = generator.write(new int[][] {prompts[row]}, 9, strategy, new long[] {seeds[row]});
                assertThat(alone[0]).isEqualTo(together[row]);
            }
        }
    }

    @Test
    void equalSeedsWriteEqualTextAndOthersDoNot() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            int[][] prompts = LivelyModel.texts(3, 3);
            DecodingStrategy strategy = new DecodingStrategy.TopK(50, 1);
            TextGenerator generator = new TextGenerator(model, PLAIN);
            int[][] once = generator.write(prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] again = generator.write(prompts, 9, strategy, new long[] {1, 2, 3});
            int[][] changed = generator.write(prompts, 9, strategy, new long[] {1, 7, 3});
            assertThat(again).isDeepEqualTo(once);
            assertThat(changed[0]).isEqualTo(once[0]);
            assertThat(changed[1]).isNotEqualTo(once[1]);
            assertThat(changed[2]).isEqualTo(once[2]);
        }
    }

    @Test
    void rowsThatEndLeaveTheBatchAndTheOthersGoOnAsIfNothingHadHappened() {
        int[][] prompts = LivelyModel.texts(6, 3);
        try (LanguageModel model = LivelyModel.of(new ModelConfig(2, 2, 16, 24, 300))) {
            TextGenerator generator = new TextGenerator(model, PLAIN);
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

    @Test
    void refusesTextsThatDoNotFit() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            TextGenerator generator = new TextGenerator(model, PLAIN);
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

    @Test
    void weightsThatAreNoNumbersAreNoticed() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            model.parameters().get("model.norm.weight").set(new float[16]);
            model.parameters().get("model.norm.weight").addi(Float.NaN);
            TextGenerator generator = new TextGenerator(model, PLAIN);
            DecodingStrategy strategy = new DecodingStrategy.TopK(50, 1);
            assertThatThrownBy(() -> generator.write(LivelyModel.texts(40, 3), 2, strategy, new long[40]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a logit is not a number");
        }
    }

    @Test
    void aContextThatIsStatedFarTooLongTakesNoMemory() {
        ModelConfig config =
                new ModelConfig(1, 4, 16, Integer.MAX_VALUE, 300, new Family.Llama(2, 4, 28, 100, 1e-3, true));
        try (LanguageModel model = LivelyModel.of(config)) {
            assertThat(new TextGenerator(model, PLAIN).write(LivelyModel.texts(1, 3), 5, GREEDY, new long[1])[0])
                    .hasSize(5);
        }
    }
}
