package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What text is, whichever engine decodes it. The test of an engine extends this. */
public abstract class DecodingContract {

    /** The greatest logit, always. */
    protected static final DecodingStrategy GREEDY = new DecodingStrategy.Greedy();

    private final List<DecodingEngine> engines;

    /** @param engines that are asked, in their order; none for the tensor library alone */
    protected DecodingContract(List<DecodingEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    @ParameterizedTest
    @FieldSource("io.tailkeeper.languagemodel.transformer.DecoderTest#CONFIGS")
    void greedyTextIsTheArgmaxOfPlainLoopsInEveryRow(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(5, 3);
            NaiveModel naive = NaiveModel.of(model);
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

    @ParameterizedTest
    @FieldSource("io.tailkeeper.languagemodel.transformer.DecoderTest#CONFIGS")
    void probabilitiesAreTheSoftmaxOfPlainLoopsWhateverTheDecoding(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(5, 3);
            NaiveModel naive = NaiveModel.of(model);
            TextGenerator generator = new TextGenerator(model, engines);
            DecodingStrategy strategy = new DecodingStrategy.TopK(20, 0.7);
            long[] seeds = {1, 2, 3, 4, 5};
            Written written = generator.writeWithProbabilities(prompts, 9, strategy, seeds);
            assertThat(written.tokens()).isDeepEqualTo(generator.write(prompts, 9, strategy, seeds));
            for (int row = 0; row < prompts.length; row++) {
                int[] text = Arrays.copyOf(prompts[row], 12);
                System.arraycopy(written.tokens()[row], 0, text, 3, 9);
                double[][] logits = naive.logits(text);
                for (int t = 0; t < 9; t++) {
                    double sum = Arrays.stream(logits[t + 2]).map(Math::exp).sum();
                    double expected = Math.exp(logits[t + 2][written.tokens()[row][t]]) / sum;
                    assertThat(written.probabilities()[row][t]).isCloseTo(expected, within(1e-4));
                }
            }
        }
    }

    @Test
    void equalSeedsWriteEqualTextAndOthersDoNot() {
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

    @Test
    void rowsThatEndLeaveTheBatchAndTheOthersGoOnAsIfNothingHadHappened() {
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

    @Test
    void refusesTextsThatDoNotFit() {
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

    @Test
    void weightsThatAreNoNumbersAreNoticed() {
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
}
