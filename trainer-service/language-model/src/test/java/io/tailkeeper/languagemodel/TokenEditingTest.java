package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TokenEditingTest {

    private static final double THRESHOLD = 0.004; // lively models are sure of nothing: 1 / 300 is chance

    private static double[] softmax(double[] logits, double beta) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        double[] weights =
                Arrays.stream(logits).map(l -> Math.exp((l - largest) / beta)).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static List<Integer> top(double[] logits, int n) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -logits[token]))
                .limit(n)
                .toList();
    }

    @ParameterizedTest
    @FieldSource("io.tailkeeper.languagemodel.transformer.DecoderTest#CONFIGS")
    void tokensAboveTheThresholdAndNoOthersAreDrawnFromTheTop(ModelConfig config) {
        int[][] texts = LivelyModel.texts(40, 12);
        try (LanguageModel model = LivelyModel.of(config)) {
            NaiveModel naive = NaiveModel.of(model);
            TokenEditing.Edited[] edited = new TokenEditing(THRESHOLD, 1.5, 3).edit(model, texts, 4, new long[40]);
            int drawn = 0;
            for (int row = 0; row < 40; row++) {
                double[][] logits = naive.logits(texts[row]);
                int expected = 0;
                for (int t = 4; t < 12; t++) {
                    int token = edited[row].tokens()[t - 4];
                    if (softmax(logits[t - 1], 1)[texts[row][t]] > THRESHOLD) {
                        assertThat(top(logits[t - 1], 3)).contains(token);
                        expected++;
                    } else {
                        assertThat(token).isEqualTo(texts[row][t]);
                    }
                }
                assertThat(edited[row].edited()).isEqualTo(expected);
                drawn += expected;
            }
            assertThat(drawn).isBetween(1, 319);
        }
    }

    /** One position, 4,000 seeds: each of the four tokens as often as softmax(log p / beta) over them says. */
    @Test
    void drawsFollowTheFlattenedProbabilitiesOfTheTop() {
        int[] text = LivelyModel.texts(1, 4)[0];
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            double[] logits = NaiveModel.of(model).logits(text)[2];
            List<Integer> top = top(logits, 4);
            double[] expected =
                    softmax(top.stream().mapToDouble(token -> logits[token]).toArray(), 0.5);
            int seeds = 4_000;
            int[][] texts = new int[seeds][];
            Arrays.fill(texts, text);
            long[] numbers = IntStream.range(0, seeds).asLongStream().toArray();
            TokenEditing.Edited[] edited = new TokenEditing(0, 0.5, 4).edit(model, texts, 3, numbers);
            for (int i = 0; i < 4; i++) {
                int token = top.get(i);
                long drawn = Arrays.stream(edited)
                        .filter(each -> each.tokens()[0] == token)
                        .count();
                assertThat((double) drawn / seeds).isCloseTo(expected[i], within(0.03));
            }
        }
    }

    /** What comes before is the human text, also where it was edited; so one row's edits depend on no other row. */
    @Test
    void aRowDependsOnItsSeedAndTextAlone() {
        int[][] texts = LivelyModel.texts(3, 12);
        TokenEditing editing = new TokenEditing(0, 1, 300);
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            TokenEditing.Edited[] once = editing.edit(model, texts, 4, new long[] {1, 2, 3});
            TokenEditing.Edited[] other = editing.edit(model, texts, 4, new long[] {1, 7, 3});
            assertThat(other[0].tokens()).isEqualTo(once[0].tokens());
            assertThat(other[1].tokens()).isNotEqualTo(once[1].tokens());
            assertThat(other[2].tokens()).isEqualTo(once[2].tokens());
        }
    }

    @Test
    void nothingIsAboveCertainty() {
        int[][] texts = LivelyModel.texts(2, 12);
        try (LanguageModel model = LivelyModel.of(LivelyModel.GPT2)) {
            TokenEditing.Edited[] edited = new TokenEditing(1, 1, 8).edit(model, texts, 4, new long[2]);
            assertThat(edited[1].edited()).isZero();
            assertThat(edited[1].tokens()).isEqualTo(Arrays.copyOfRange(texts[1], 4, 12));
        }
    }

    @Test
    void weightsThatAreNoNumbersAreNoticed() {
        try (LanguageModel model = LivelyModel.of(LivelyModel.LLAMA_GROUPED)) {
            model.parameters().get("model.norm.weight").set(new float[16]);
            model.parameters().get("model.norm.weight").addi(Float.NaN);
            TokenEditing editing = new TokenEditing(0.99, 1.5, 8);
            assertThatThrownBy(() -> editing.edit(model, LivelyModel.texts(2, 12), 4, new long[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a logit is not a number");
        }
    }
}
