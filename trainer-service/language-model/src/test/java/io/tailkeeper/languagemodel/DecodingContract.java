package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Vocabularies of 5 tokens: a search as wide as all texts of a length is exhaustive. */
    private static final List<ModelConfig> FEW_TOKENS = List.of(
            new ModelConfig(2, 2, 16, 12, 5, new Family.Gpt2(Family.Gelu.TANH, 1e-3)),
            new ModelConfig(2, 4, 16, 12, 5, new Family.Llama(2, 4, 28, 100, 1e-3, true)));

    /** Those whose activation plain loops need not integrate. */
    static final List<ModelConfig> QUICK_IN_PLAIN_LOOPS =
            List.of(LivelyModel.GPT2_TANH, LivelyModel.LLAMA_GROUPED, LivelyModel.LLAMA_UNTIED_WIDE_HEADS);

    private static final int NO_END = -1;

    private static int[][] fewTokens(int rows) {
        return Arrays.stream(LivelyModel.texts(rows, 3))
                .map(text -> Arrays.stream(text).map(token -> token % 5).toArray())
                .toArray(int[][]::new);
    }

    private static DecodingStrategy beams(int beams, double penalty) {
        return new DecodingStrategy.Penalised(new DecodingStrategy.Beam(beams), penalty);
    }

    private static List<Integer> list(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "0.5"})
    void aSearchThatLeavesNothingOutFindsTheBestOfAllContinuations(double penalty) {
        for (ModelConfig config : FEW_TOKENS) {
            try (LanguageModel model = LivelyModel.of(config)) {
                int[][] prompts = fewTokens(4);
                NaiveBeams naive = new NaiveBeams(model, penalty);
                int[][] written = new TextGenerator(model, engines).write(prompts, 4, beams(125, penalty), new long[4]);
                for (int row = 0; row < 4; row++) {
                    assertThat(list(written[row]))
                            .isEqualTo(naive.best(prompts[row], 4, NO_END).tokens());
                }
            }
        }
    }

    /** Each token is the end once, so that texts close early, late and never. */
    @Test
    void aTextThatEndsCompetesByItsMeanLogProbability() {
        Set<Integer> lengths = new TreeSet<>();
        for (ModelConfig config : FEW_TOKENS) {
            try (LanguageModel model = LivelyModel.of(config)) {
                int[][] prompts = fewTokens(4);
                NaiveBeams naive = new NaiveBeams(model, 1);
                for (int end = 0; end < 5; end++) {
                    int[][] written = new TextGenerator(model, engines)
                            .writeToTheEnd(prompts, 4, beams(125, 1), new long[4], List.of(end));
                    for (int row = 0; row < 4; row++) {
                        List<Integer> best =
                                new ArrayList<>(naive.best(prompts[row], 4, end).tokens());
                        best.remove((Integer) end);
                        assertThat(list(written[row])).isEqualTo(best);
                        lengths.add(best.size());
                    }
                }
            }
        }
        assertThat(lengths).contains(0, 4);
    }

    @ParameterizedTest
    @FieldSource("io.tailkeeper.languagemodel.DecodingContract#QUICK_IN_PLAIN_LOOPS")
    void fewBeamsFindWhatASearchWithoutACacheFinds(ModelConfig config) {
        try (LanguageModel model = LivelyModel.of(config)) {
            int[][] prompts = LivelyModel.texts(4, 3);
            TextGenerator generator = new TextGenerator(model, engines);
            for (double penalty : new double[] {1, 3}) {
                NaiveBeams naive = new NaiveBeams(model, penalty);
                int[] greedy =
                        generator.write(prompts, 7, new DecodingStrategy.Penalised(GREEDY, penalty), new long[4])[2];
                for (int end : new int[] {NO_END, greedy[3]}) {
                    int[][] written = generator.writeToTheEnd(prompts, 7, beams(5, penalty), new long[4], List.of(end));
                    for (int row = 0; row < 4; row++) {
                        List<Integer> found =
                                naive.search(prompts[row], 7, 5, end).tokens();
                        boolean ended = found.getLast() == end;
                        assertThat(list(written[row])).isEqualTo(ended ? found.subList(0, found.size() - 1) : found);
                    }
                }
            }
        }
    }

    @Test
    void oneBeamIsGreedyAndMoreAreNoWorse() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            int[][] prompts = LivelyModel.texts(6, 3);
            TextGenerator generator = new TextGenerator(model, engines);
            for (double penalty : new double[] {1, 3}) {
                DecodingStrategy greedy = new DecodingStrategy.Penalised(GREEDY, penalty);
                assertThat(generator.write(prompts, 9, beams(1, penalty), new long[6]))
                        .isDeepEqualTo(generator.write(prompts, 9, greedy, new long[6]));
            }
            double[] narrow = sums(generator.writeWithProbabilities(prompts, 9, GREEDY, new long[6]));
            double[] wide = sums(generator.writeWithProbabilities(prompts, 9, beams(8, 1), new long[6]));
            assertThat(Arrays.stream(wide).sum())
                    .isGreaterThan(Arrays.stream(narrow).sum());
        }
    }

    /** Sums of log-probabilities, (B). */
    private static double[] sums(Written written) {
        return Arrays.stream(written.probabilities())
                .mapToDouble(row -> Arrays.stream(row).map(Math::log).sum())
                .toArray();
    }

    /** Seven prompts of five beams each; rows of one leave the batch while others go on. */
    @Test
    void promptsOfABatchAreSearchedAsIfEachWereAlone() {
        int[][] prompts = LivelyModel.texts(7, 3);
        try (LanguageModel model = LivelyModel.of(new ModelConfig(2, 2, 16, 24, 300))) {
            TextGenerator generator = new TextGenerator(model, engines);
            int end = generator.write(prompts, 9, beams(5, 1), new long[7])[1][2];
            int[][] together = generator.writeToTheEnd(prompts, 9, beams(5, 1), new long[7], List.of(end));
            assertThat(together[1].length).isLessThan(9);
            for (int row = 0; row < 7; row++) {
                int[][] alone = {prompts[row]};
                assertThat(generator.writeToTheEnd(alone, 9, beams(5, 1), new long[1], List.of(end))[0])
                        .isEqualTo(together[row]);
            }
        }
    }

    /** What is penalised is the choice; how probable the model finds it is not. */
    @Test
    void probabilitiesOfASearchAreThoseOfTheModel() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            int[][] prompts = LivelyModel.texts(3, 3);
            NaiveModel naive = NaiveModel.of(model);
            Written written =
                    new TextGenerator(model, engines).writeWithProbabilities(prompts, 9, beams(4, 3), new long[3]);
            for (int row = 0; row < 3; row++) {
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
