package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossBatchTest {

    private static final int VOCABULARY = 257;
    private static final TokenRows ROWS = new TokenRows(Gpt2RanksTokenizer.of(VOCABULARY), new TextSpecification(6, 3));
    private static final List<TokenRow> DOCUMENTS = List.of(row("abc", "def"), row("ab", "cd"));
    private static final double[] WEIGHTS = {1.5, 0.5};

    private NDManager manager;
    private float[] values;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        Random random = new Random(1);
        values = new float[2 * 5 * VOCABULARY];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static TokenRow row(String prompt, String text) {
        return ROWS.of(new WeightedSample("s", prompt, text, 1, prompt.length(), Provenance.Source.HUMAN));
    }

    /** A loss, its gradient by the logits, and the number of masked targets. */
    private record Outcome(double loss, List<Float> gradient, double masked) {}

    private Outcome outcome(TokenLoss loss, double[] weights) {
        NDArray logits = manager.create(values, new Shape(2, 5, VOCABULARY));
        logits.setRequiresGradient(true);
        LossBatch batch = new LossBatch(manager, DOCUMENTS, weights);
        loss.beginPart(batch.carriesLoss());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray late = logits.split(new long[] {batch.firstColumn()}, 1).get(1);
            NDArray logProbabilities = batch.logProbabilities(late.reshape(-1, VOCABULARY));
            NDArray value = batch.loss(loss.losses(logProbabilities));
            collector.backward(value);
            double masked = loss.kept(logProbabilities)
                    .map(kept -> (double) batch.masked(kept).getFloat())
                    .orElse(0.0);
            return new Outcome(value.getFloat(), gradient(logits), masked);
        }
    }

    private static List<Float> gradient(NDArray logits) {
        List<Float> gradient = new ArrayList<>();
        for (float value : logits.getGradient().toFloatArray()) {
            gradient.add(value);
        }
        return gradient;
    }

    private double logProbability(int document, int position) {
        return logProbability(values, document, position);
    }

    private static double logProbability(float[] logits, int document, int position) {
        int from = (document * 5 + position - 1) * VOCABULARY;
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            sum += Math.exp(logits[from + i]);
        }
        return logits[from + DOCUMENTS.get(document).token(position)] - Math.log(sum);
    }

    /** Document 0 has loss on 3 tokens, document 1 on 2. */
    private double crossEntropyByHand() {
        double first = logProbability(0, 3) + logProbability(0, 4) + logProbability(0, 5);
        double second = logProbability(1, 2) + logProbability(1, 3);
        return -(1.5 * first + 0.5 * second) / (1.5 * 3 + 0.5 * 2);
    }

    private void makeConfident(int document, int position, double margin) {
        values[
                (document * 5 + position - 1) * VOCABULARY
                        + DOCUMENTS.get(document).token(position)] += (float) margin;
    }

    @Test
    void crossEntropyIsTheWeightedMeanOverLossCarryingTokens() {
        assertThat(outcome(new CrossEntropyLoss(), WEIGHTS).loss()).isCloseTo(crossEntropyByHand(), within(1e-5));
        assertThat(outcome(new CrossEntropyLoss(), WEIGHTS).masked()).isZero();
    }

    @Test
    void truncationAtOneIsCrossEntropy() {
        makeConfident(0, 4, 40);
        Outcome full = outcome(new CrossEntropyLoss(), WEIGHTS);
        Outcome truncated = outcome(new TruncatedCrossEntropyLoss(1), WEIGHTS);

        assertThat(truncated.loss()).isEqualTo(full.loss());
        assertThat(truncated.gradient()).isEqualTo(full.gradient());
        assertThat(truncated.masked()).isZero();
    }

    @Test
    void truncationAtZeroMasksEverythingAndIsZeroNotNan() {
        Outcome nothing = outcome(new TruncatedCrossEntropyLoss(0), WEIGHTS);

        assertThat(nothing.loss()).isZero();
        assertThat(nothing.gradient()).containsOnly(0f);
        assertThat(nothing.masked()).isEqualTo(5);
    }

    @Test
    void masksOnlyWhatIsMoreConfidentThanTheThresholdAndKeepsTheDivisor() {
        makeConfident(0, 4, 30);
        Outcome truncated = outcome(new TruncatedCrossEntropyLoss(0.9), WEIGHTS);

        double kept = 1.5 * (logProbability(0, 3) + logProbability(0, 5))
                + 0.5 * (logProbability(1, 2) + logProbability(1, 3));
        assertThat(truncated.loss()).isCloseTo(-kept / (1.5 * 3 + 0.5 * 2), within(1e-5));
        assertThat(truncated.masked()).isEqualTo(1);
        for (int i = 0; i < VOCABULARY; i++) {
            assertThat(truncated.gradient().get(3 * VOCABULARY + i)).isZero();
            assertThat(truncated.gradient().get(2 * VOCABULARY + i)).isNotZero();
        }
    }

    static List<PlainLoss> losses() {
        return PlainLoss.ALL;
    }

    /** The formula of the class comment in double precision; {@code fixed} is what carries no gradient. */
    private static double byHand(PlainLoss plain, float[] logits, float[] fixed, double[] weights) {
        double sum = 0;
        double divisor = 0;
        for (int document = 0; document < 2; document++) {
            TokenRow row = DOCUMENTS.get(document);
            for (int position = row.lossFrom(); position < row.length(); position++) {
                double p = Math.exp(logProbability(logits, document, position));
                sum += weights[document] * plain.value(p, Math.exp(logProbability(fixed, document, position)));
                divisor += weights[document];
            }
        }
        return sum / divisor;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossAndGradientByTheLogitsAreThoseOfTheFormula(PlainLoss plain) {
        makeConfident(0, 4, 30);
        makeConfident(1, 3, 6);
        Outcome outcome = outcome(plain.loss(), WEIGHTS);

        assertThat(outcome.loss()).isCloseTo(byHand(plain, values, values, WEIGHTS), within(1e-5));
        int target = 2 * VOCABULARY + DOCUMENTS.get(0).token(3);
        int confident = 7 * VOCABULARY + DOCUMENTS.get(1).token(3);
        for (int at : new int[] {target, target + 1, confident, confident - 1, 3 * VOCABULARY, 3}) {
            float[] above = values.clone();
            float[] below = values.clone();
            above[at] += 0.01f;
            below[at] -= 0.01f;
            double difference = (byHand(plain, above, values, WEIGHTS) - byHand(plain, below, values, WEIGHTS))
                    / (above[at] - below[at]);
            assertThat((double) outcome.gradient().get(at)).as("logit %s", at).isCloseTo(difference, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aDocumentsWeightMultipliesItsLossAndGradient(PlainLoss plain) {
        Outcome first = outcome(plain.loss(), new double[] {1, 0});
        Outcome second = outcome(plain.loss(), new double[] {0, 1});
        Outcome both = outcome(plain.loss(), new double[] {3, 0.5});

        double divisor = 3 * 3 + 0.5 * 2; // tokens: 3 and 2
        assertThat(both.loss()).isCloseTo((3 * 3 * first.loss() + 0.5 * 2 * second.loss()) / divisor, within(1e-6));
        for (int i = 0; i < values.length; i += 17) {
            assertThat((double) both.gradient().get(i))
                    .isCloseTo(
                            (3 * 3 * first.gradient().get(i)
                                            + 0.5 * 2 * second.gradient().get(i))
                                    / divisor,
                            within(1e-7));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void extremeLogitsGiveFiniteLossesAndGradients(PlainLoss plain) {
        makeConfident(0, 3, 5_000);
        makeConfident(0, 4, -5_000);
        makeConfident(1, 2, 80);
        makeConfident(1, 3, -80);
        Outcome outcome = outcome(plain.loss(), WEIGHTS);

        assertThat(outcome.loss()).isFinite();
        assertThat(outcome.gradient()).isNotEmpty().allMatch(Float::isFinite);
    }

    @Test
    void promptsAndPaddingCarryNoLoss() {
        List<Float> gradient = outcome(new CrossEntropyLoss(), WEIGHTS).gradient();

        for (int position : new int[] {0, 1, 5, 8, 9}) {
            for (int i = 0; i < VOCABULARY; i++) {
                assertThat(gradient.get(position * VOCABULARY + i)).isZero();
            }
        }
    }

    @Test
    void aBatchWithoutWeightHasNoLoss() {
        Outcome nothing = outcome(new CrossEntropyLoss(), new double[] {0, 0});

        assertThat(nothing.loss()).isZero();
        assertThat(nothing.gradient()).containsOnly(0f);
    }
}
