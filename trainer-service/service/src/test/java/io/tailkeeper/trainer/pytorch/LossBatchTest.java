package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.LossSpecification;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.TextSpecification;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossBatchTest {

    private static final int VOCABULARY = 257;
    private static final TokenRows ROWS = new TokenRows(Tokenizer.ofGpt2Ranks(VOCABULARY), new TextSpecification(6, 3));
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
    private record Outcome(double loss, List<Float> gradient, long masked) {}

    private Outcome outcome(TokenLoss loss, double[] weights) {
        NDArray logits = manager.create(values, new Shape(2, 5, VOCABULARY));
        logits.setRequiresGradient(true);
        LossBatch batch = new LossBatch(manager, DOCUMENTS, weights);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray late = logits.split(new long[] {batch.firstColumn()}, 1).get(1);
            NDArray logProbabilities = batch.logProbabilities(late.reshape(-1, VOCABULARY));
            NDArray factor = loss.factor(logProbabilities);
            NDArray value = batch.loss(logProbabilities, factor);
            collector.backward(value);
            return new Outcome(value.getFloat(), gradient(logits), batch.masked(factor));
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
        int from = (document * 5 + position - 1) * VOCABULARY;
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            sum += Math.exp(values[from + i]);
        }
        return values[from + DOCUMENTS.get(document).token(position)] - Math.log(sum);
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

    @Test
    void aTargetExactlyAtTheThresholdIsKept() {
        NDArray logProbabilities = manager.create(new float[] {-0.5f, -0.1f, -0.9f});
        float threshold = logProbabilities.exp().getFloat(0);

        assertThat(new TruncatedCrossEntropyLoss(threshold)
                        .factor(logProbabilities)
                        .toFloatArray())
                .containsExactly(1, 0, 1);
        assertThat(new TruncatedCrossEntropyLoss(Math.nextDown(threshold))
                        .factor(logProbabilities)
                        .toFloatArray())
                .containsExactly(0, 0, 1);
    }

    @Test
    void theGradientIsThatOfFiniteDifferences() {
        makeConfident(1, 3, 30);
        TokenLoss loss = new TruncatedCrossEntropyLoss(0.9);
        List<Float> gradient = outcome(loss, WEIGHTS).gradient();
        int target = 2 * VOCABULARY + DOCUMENTS.get(0).token(3);
        for (int at :
                new int[] {target, target + 1, 6 * VOCABULARY + DOCUMENTS.get(1).token(2), 3}) {
            float middle = values[at];
            float step = 0.05f;
            values[at] = middle + step;
            double above = outcome(loss, WEIGHTS).loss();
            values[at] = middle - step;
            double below = outcome(loss, WEIGHTS).loss();
            values[at] = middle;
            assertThat((double) gradient.get(at)).isCloseTo((above - below) / (2 * step), within(2e-4));
        }
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

    @Test
    void theSpecificationNamesTheLoss() {
        NDArray sure = manager.create(new float[] {-0.001f});

        assertThat(TokenLoss.of(new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 0.5))
                        .factor(sure)
                        .getFloat())
                .isEqualTo(1);
        assertThat(TokenLoss.of(new LossSpecification(LossSpecification.Name.TCE, 0.5))
                        .factor(sure)
                        .getFloat())
                .isZero();
    }
}
