package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.LossSpecification.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against its formula in plain Java: value and derivative by log p_t. */
class TokenLossTest {

    private static final float[] PROBABILITIES = {1e-6f, 0.01f, 0.2f, 0.5f, 0.75f, 0.89f, 0.91f, 0.99f, 0.9999f};

    private NDManager lasting;
    private NDManager manager;

    @BeforeEach
    void open() {
        lasting = NDManager.newBaseManager("PyTorch");
        manager = lasting.newSubManager();
    }

    @AfterEach
    void close() {
        lasting.close();
    }

    static List<PlainLoss> losses() {
        return PlainLoss.ALL;
    }

    private static float[] logarithms(float... probabilities) {
        float[] logarithms = new float[probabilities.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) Math.log(probabilities[i]);
        }
        return logarithms;
    }

    private record Outcome(List<Float> losses, List<Float> gradient) {}

    private static List<Float> list(NDArray values) {
        List<Float> list = new ArrayList<>();
        for (float value : values.toFloatArray()) {
            list.add(value);
        }
        return list;
    }

    private Outcome outcome(TokenLoss loss, float... logProbabilities) {
        return outcome(loss, () -> {}, logProbabilities);
    }

    private Outcome outcome(TokenLoss loss, Runnable beforeBackward, float... logProbabilities) {
        NDArray input = manager.create(logProbabilities).duplicate();
        input.setRequiresGradient(true);
        boolean[] carriesLoss = new boolean[logProbabilities.length];
        Arrays.fill(carriesLoss, true);
        loss.beginPart(carriesLoss);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray losses = loss.losses(input);
            NDArray sum = losses.sum();
            beforeBackward.run();
            collector.backward(sum);
            return new Outcome(list(losses), list(input.getGradient()));
        }
    }

    /** What the backward pass needs has to outlive this. */
    private void collect() {
        System.gc();
        manager.create(new float[1000]).close();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void valueAndDerivativeAreThoseOfTheFormula(PlainLoss plain) {
        float[] logProbabilities = logarithms(PROBABILITIES);
        Outcome outcome = outcome(plain.loss(), this::collect, logProbabilities);
        for (int i = 0; i < logProbabilities.length; i++) {
            double l = logProbabilities[i];
            double p = Math.exp(l);
            double step = 1e-6;
            double difference = (plain.value(Math.exp(l + step), p) - plain.value(Math.exp(l - step), p)) / (2 * step);
            assertThat((double) outcome.losses.get(i)).as("loss at %s", p).isCloseTo(plain.value(p, p), within(1e-5));
            assertThat((double) outcome.gradient.get(i)).as("gradient at %s", p).isCloseTo(difference, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isFiniteForCertainAndForHopelessTargets(PlainLoss plain) {
        Outcome outcome = outcome(plain.loss(), 0f, -0f, -1e-30f, -3e-8f, -1e-7f, -50f, -104f, -1e4f, -1e30f);
        assertThat(outcome.losses).isNotEmpty().allMatch(Float::isFinite);
        assertThat(outcome.gradient).isNotEmpty().allMatch(Float::isFinite);
    }

    @Test
    void focalCarriesTheDerivativeOfItsFactorAndLinearDoesNot() {
        float p = 0.6f;
        double l = Math.log(p);

        assertThat((double) outcome(new FocalLoss(2), (float) l).gradient.getFirst())
                .isCloseTo(-Math.pow(1 - p, 2) + 2 * (1 - p) * p * l, within(1e-6))
                .isNotCloseTo(-Math.pow(1 - p, 2), within(0.1));
        assertThat((double) outcome(new LinearLoss(1), (float) l).gradient.getFirst())
                .isCloseTo(-(1 - p), within(1e-6))
                .isNotCloseTo(-(1 - p) + p * l, within(0.1));
    }

    @Test
    void withoutEffectTheyAreCrossEntropyToTheBit() {
        float[] logProbabilities = logarithms(PROBABILITIES);
        Outcome full = outcome(new CrossEntropyLoss(), logProbabilities);
        for (TokenLoss loss : List.of(
                new TruncatedCrossEntropyLoss(1),
                new DynamicTruncatedCrossEntropyLoss(1),
                new FocalLoss(0),
                new LinearLoss(0))) {
            Outcome outcome = outcome(loss, logProbabilities);
            assertThat(outcome.losses).as("%s", loss).isEqualTo(full.losses);
            assertThat(outcome.gradient).as("%s", loss).isEqualTo(full.gradient);
        }
    }

    @Test
    void truncationAtZeroIsZero() {
        Outcome nothing = outcome(new TruncatedCrossEntropyLoss(0), logarithms(PROBABILITIES));

        assertThat(nothing.losses).containsOnly(0f);
        assertThat(nothing.gradient).isNotEmpty().allMatch(gradient -> gradient == 0);
    }

    @Test
    void aTargetExactlyAtTheThresholdIsKept() {
        NDArray logProbabilities = manager.create(new float[] {-0.5f, -0.1f, -0.9f});
        float threshold = logProbabilities.exp().getFloat(0);

        assertThat(kept(new TruncatedCrossEntropyLoss(threshold), logProbabilities))
                .containsExactly(1, 0, 1);
        assertThat(kept(new TruncatedCrossEntropyLoss(Math.nextDown(threshold)), logProbabilities))
                .containsExactly(0, 0, 1);
    }

    private static float[] kept(TokenLoss loss, NDArray logProbabilities) {
        return loss.kept(logProbabilities).orElseThrow().toFloatArray();
    }

    @Test
    void theSteepestSlopeOfTheExponentialLossIsVTimesTheFlattest() {
        double scale = 0.5;
        double atZero = outcome(new ExponentialLoss(scale), (float) Math.log(1e-4))
                        .gradient
                        .getFirst()
                / 1e-4;
        double atOne = outcome(new ExponentialLoss(scale), 0f).gradient.getFirst();

        assertThat(atZero / atOne).isCloseTo(Math.exp(1 / scale), within(0.01));
    }

    @Test
    void theDynamicThresholdIsMeanAndDeviationsOfTheEpochBefore() {
        DynamicTruncatedCrossEntropyLoss loss = new DynamicTruncatedCrossEntropyLoss(0.5);
        NDArray first = manager.create(logarithms(0.2f, 0.4f, 0.99f));
        NDArray second = manager.create(logarithms(0.9f, 0.5f, 0.6f));
        loss.beginStep(0, 0);
        assertThat(kept(loss, first)).containsExactly(1, 1, 1);
        loss.observe(first, manager.create(new float[] {1, 1, 0}));
        loss.beginStep(0, 0);
        loss.observe(second, manager.create(new float[] {1, 0, 1}));
        assertThat(loss.confidenceThreshold()).isEqualTo(1);

        loss.beginStep(0, 1);

        double mean = (0.2 + 0.4 + 0.9 + 0.6) / 4;
        double deviation = Math.sqrt((0.04 + 0.16 + 0.81 + 0.36) / 4 - mean * mean);
        assertThat(loss.confidenceThreshold()).isCloseTo(mean + 0.5 * deviation, within(1e-6));
        assertThat(kept(loss, second)).containsExactly(0, 1, 1);
        loss.observe(manager.create(logarithms(0.3f)), manager.create(new float[] {1}));
        loss.beginStep(0, 2);
        assertThat(loss.confidenceThreshold()).as("one token has no deviation").isCloseTo(0.3, within(1e-6));
        loss.beginStep(0, 3);
        assertThat(loss.confidenceThreshold()).as("nothing new").isCloseTo(0.3, within(1e-6));
    }

    @Test
    void theDynamicThresholdStaysWithinZeroAndOne() {
        for (double deviations : new double[] {-10, 10}) {
            DynamicTruncatedCrossEntropyLoss loss = new DynamicTruncatedCrossEntropyLoss(deviations);
            loss.observe(manager.create(logarithms(0.1f, 0.9f)), manager.create(new float[] {1, 1}));
            loss.beginStep(0, 1);
            assertThat(loss.confidenceThreshold()).isEqualTo(deviations > 0 ? 1 : 0);
        }
    }

    @Test
    void whatTheDynamicLossRemembersIsExact() {
        DynamicTruncatedCrossEntropyLoss loss = new DynamicTruncatedCrossEntropyLoss(1);
        loss.observe(manager.create(logarithms(0.1f, 0.3f)), manager.create(new float[] {1, 1}));
        loss.beginStep(0, 1);
        loss.observe(manager.create(logarithms(0.7f, 0.6f)), manager.create(new float[] {1, 1}));
        DynamicTruncatedCrossEntropyLoss resumed = new DynamicTruncatedCrossEntropyLoss(1);
        resumed.restore(loss.memory());

        assertThat(resumed.memory()).isEqualTo(loss.memory());
        assertThat(resumed.confidenceThreshold()).isEqualTo(loss.confidenceThreshold());
        loss.beginStep(0, 2);
        resumed.beginStep(0, 2);
        assertThat(resumed.confidenceThreshold()).isEqualTo(loss.confidenceThreshold());
    }

    @Test
    void theSpecificationNamesTheLoss() {
        for (PlainLoss plain : PlainLoss.ALL) {
            assertThat(TokenLoss.of(plain.specification(), 1)).hasSameClassAs(plain.loss());
        }
        assertThat(PlainLoss.ALL)
                .extracting(plain -> plain.specification().name())
                .contains(Name.values());
        float[] logProbabilities = logarithms(0.3f);
        for (LossSpecification specification : List.of(
                new LossSpecification(Name.FOCAL, 1, 3.0, null, null, null, null),
                new LossSpecification(Name.LINEAR, 1, null, null, 0.5, null, null),
                new LossSpecification(Name.EXPONENTIAL, 1, null, null, null, 0.5, null))) {
            assertThat(outcome(TokenLoss.of(specification, 1), logProbabilities)
                            .losses
                            .getFirst())
                    .as("%s reads its parameter", specification.name())
                    .isNotEqualTo(
                            outcome(TokenLoss.of(new LossSpecification(specification.name(), 1), 1), logProbabilities)
                                    .losses
                                    .getFirst());
        }
    }
}
