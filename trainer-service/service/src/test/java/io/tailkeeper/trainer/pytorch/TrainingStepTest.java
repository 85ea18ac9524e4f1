package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.LossSpecification.Divisor;
import io.tailkeeper.contracts.specification.LossSpecification.Name;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.Weights;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainingFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One step of a small model: what the parts of a batch and the divisor make of loss and gradient. */
class TrainingStepTest {

    /** Between the probabilities that the untrained model of these tests gives. */
    private static final double THRESHOLD = 1.0 / 512;

    private static final double FIRST_MOMENTUM = 0.1;

    /** A step's figures and its gradient, by parameter. */
    private record Outcome(TrainingFigures.Step figures, double norm, SortedMap<String, float[]> gradient) {}

    static List<LossSpecification> losses() {
        List<LossSpecification> losses = new ArrayList<>();
        for (Name name : Name.values()) {
            if (name != Name.RANDOM_MASK) { // draws within each part
                losses.add(loss(name, THRESHOLD, null));
            }
        }
        losses.add(loss(Name.TCE, THRESHOLD, Divisor.KEPT_TOKENS));
        losses.add(loss(Name.TCE, 0, Divisor.KEPT_TOKENS));
        return losses;
    }

    private static LossSpecification loss(Name name, double threshold, Divisor divisor) {
        return new LossSpecification(name, threshold, null, null, null, null, divisor);
    }

    private static GenerationTask task(LossSpecification loss, Integer parts, Precision precision) {
        RunSpecification s = Specifications.specification();
        TrainingSpecification t = s.training();
        TrainingSpecification training = new TrainingSpecification(
                t.optimizerTokens(),
                t.batchSize(),
                t.learningRate(),
                t.schedule(),
                t.warmupSteps(),
                t.finalLearningRateShare(),
                t.weightDecay(),
                1e6,
                t.lossOn(),
                t.checkpointEverySteps(),
                parts,
                null,
                precision,
                null,
                null);
        RunSpecification changed = Specifications.with(Specifications.with(s, "loss", loss), "training", training);
        return new GenerationTask(
                new RunRequested("run", "tiny", "arm", null, Instant.EPOCH, changed), 1, null, null, null);
    }

    /** Eight documents of different length and weight. */
    private static WeightedBatch batch(double weight) {
        List<WeightedSample> samples = new ArrayList<>();
        for (var scored : Samples.scored(new GenerationKey("run", 1), 4, 4)) {
            SampleCollected sample = scored.sample();
            String text = sample.text().substring(0, sample.text().length() - 2 * samples.size());
            samples.add(new WeightedSample(
                    sample.sampleId(),
                    sample.prompt(),
                    text,
                    weight * (0.25 + samples.size()),
                    sample.prompt().length(),
                    sample.provenance().source()));
        }
        return new WeightedBatch("run", 1, 0, 8, samples);
    }

    private static Outcome outcome(LossSpecification loss, Integer parts) {
        return outcome(loss, parts, batch(1));
    }

    private static Outcome outcome(LossSpecification loss, Integer parts, WeightedBatch batch) {
        return outcome(task(loss, parts, null), batch);
    }

    private static Outcome outcome(GenerationTask task, WeightedBatch batch) {
        LossSpecification loss = task.run().specification().loss();
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 5)) {
            model.parameters().values().forEach(weight -> weight.setRequiresGradient(true));
            AdamW optimizer = new AdamW(model, 0, 1e6);
            TrainingStep step = new TrainingStep(
                    task, new PretrainedModel(model, Gpt2RanksTokenizer.of(512)), optimizer, TokenLoss.of(loss, 1), 8);
            TrainingStep.Done done = TrainingStep.await(List.of(step.take(step.read(batch), 0, 0)))
                    .getFirst();
            assertThat(done.finite()).isTrue();
            SortedMap<String, float[]> gradient = new TreeMap<>();
            optimizer.moments().forEach((name, moment) -> {
                if (name.startsWith("mean.")) {
                    float[] values = moment.toFloatArray();
                    for (int i = 0; i < values.length; i++) {
                        values[i] /= (float) FIRST_MOMENTUM;
                    }
                    gradient.put(name, values);
                }
            });
            return new Outcome(done.figures(), done.gradientNorm(), gradient);
        }
    }

    private static void assertEqualUpToRounding(Outcome one, Outcome other, double scale) {
        assertThat(one.figures().loss())
                .isCloseTo(
                        scale * other.figures().loss(),
                        within(1e-6 + 1e-5 * other.figures().loss()));
        assertThat(one.norm()).isCloseTo(scale * other.norm(), within(1e-5 * (1 + scale * other.norm())));
        assertThat(one.figures().masked()).isEqualTo(other.figures().masked());
        assertThat(one.gradient().keySet())
                .isNotEmpty()
                .isEqualTo(other.gradient().keySet());
        one.gradient().forEach((name, values) -> {
            float[] others = other.gradient().get(name);
            for (int i = 0; i < values.length; i++) {
                assertThat((double) values[i]).as(name).isCloseTo(scale * others[i], within(1e-5));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossAndGradientAreTheSameInHoweverManyParts(LossSpecification loss) {
        Outcome whole = outcome(loss, null);
        for (int parts : new int[] {2, 3, 8}) {
            assertEqualUpToRounding(outcome(loss, parts), whole, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Divisor.class)
    void theRandomMaskIsAsLargeAsTcesInHoweverManyParts(Divisor divisor) {
        Outcome truncated = outcome(loss(Name.TCE, THRESHOLD, divisor), null);
        assertThat(truncated.figures().masked()).isPositive();
        for (int parts : new int[] {1, 2, 3, 8}) {
            Outcome masked = outcome(loss(Name.RANDOM_MASK, THRESHOLD, divisor), parts);
            assertThat(masked.figures().masked()).isEqualTo(truncated.figures().masked());
            if (divisor == Divisor.KEPT_TOKENS) {
                assertThat(masked.figures().loss())
                        .as("the mean of other tokens, some of them confident")
                        .isLessThan(truncated.figures().loss());
            }
        }
    }

    @Test
    void bf16GivesLossAndGradientOfFloat32UpToItsEightBits() {
        LossSpecification loss = loss(Name.CROSS_ENTROPY, 1, null);
        Outcome full = outcome(task(loss, 2, Precision.FLOAT32), batch(1));
        Outcome narrow = outcome(task(loss, 2, Precision.BF16), batch(1));

        assertThat(narrow.figures().loss())
                .isCloseTo(full.figures().loss(), within(0.01))
                .isNotEqualTo(full.figures().loss());
        assertThat(narrow.norm()).isCloseTo(full.norm(), within(0.02 * full.norm()));
        assertThat(narrow.gradient()).isNotEmpty();
        narrow.gradient().forEach((name, values) -> {
            float[] others = full.gradient().get(name);
            double difference = 0;
            double size = 0;
            for (int i = 0; i < values.length; i++) {
                difference += Math.pow(values[i] - others[i], 2);
                size += Math.pow(others[i], 2);
            }
            assertThat(Math.sqrt(difference)).as(name).isLessThan(0.05 * Math.sqrt(size) + 1e-6);
        });
    }

    @Test
    void keptTokensAsDivisorMultiplyByAllOverKept() {
        Outcome all = outcome(loss(Name.TCE, THRESHOLD, Divisor.ALL_TOKENS), 1);
        Outcome kept = outcome(loss(Name.TCE, THRESHOLD, Divisor.KEPT_TOKENS), 1);
        long tokens = all.figures().tokens().human() + all.figures().tokens().synthetic();
        double ratio = kept.figures().loss() / all.figures().loss();

        assertThat(all.figures().masked()).isBetween(1L, tokens - 1);
        assertThat(ratio).isGreaterThan(1.05);
        assertEqualUpToRounding(kept, all, ratio);
        assertThat(kept.figures().loss())
                .as("every kept token has less than the threshold")
                .isGreaterThan(-Math.log(THRESHOLD));
    }

    @Test
    void aThresholdOfOneIsCrossEntropyToTheBitWithBothDivisors() {
        Outcome full = outcome(loss(Name.CROSS_ENTROPY, 1, null), 2);
        for (Divisor divisor : Divisor.values()) {
            Outcome truncated = outcome(loss(Name.TCE, 1, divisor), 2);
            assertThat(truncated.figures()).isEqualTo(full.figures());
            assertThat(truncated.norm()).isEqualTo(full.norm());
            assertThat(truncated.gradient()).isNotEmpty();
            truncated.gradient().forEach((name, values) -> assertThat(values)
                    .isEqualTo(full.gradient().get(name)));
        }
    }

    @Test
    void allMaskedAndWeightlessStepsAreZeroWithBothDivisors() {
        for (Divisor divisor : Divisor.values()) {
            for (Outcome nothing : List.of(
                    outcome(loss(Name.TCE, 0, divisor), 3), outcome(loss(Name.TCE, THRESHOLD, divisor), 3, batch(0)))) {
                assertThat(nothing.figures().loss()).isZero();
                assertThat(nothing.norm()).isZero();
                assertThat(nothing.gradient().values()).isNotEmpty().allSatisfy(values -> assertThat(values)
                        .containsOnly(0f));
            }
        }
    }

    @Test
    void nothingChangesFromTheFirstStepThatIsNotFinite() {
        LossSpecification loss = loss(Name.CROSS_ENTROPY, 1, null);
        try (LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 5)) {
            model.parameters().values().forEach(weight -> weight.setRequiresGradient(true));
            AdamW optimizer = new AdamW(model, 0.1, 1);
            TrainingStep step = new TrainingStep(
                    task(loss, 2, null),
                    new PretrainedModel(model, Gpt2RanksTokenizer.of(512)),
                    optimizer,
                    TokenLoss.of(loss, 1),
                    8);
            List<TrainingStep.Taken> taken = new ArrayList<>();
            taken.add(step.take(step.read(batch(1)), 0, 0));
            NDArray norm = model.parameters().get("ln_f.weight").stopGradient();
            NDArray good = norm.duplicate();
            norm.muli(Weights.constant(model.manager(), Float.POSITIVE_INFINITY));
            taken.add(step.take(step.read(batch(1)), 1, 0));
            norm.set(new NDIndex(":"), good);
            SortedMap<String, float[]> before = values(model, optimizer);
            taken.add(step.take(step.read(batch(1)), 2, 0));

            assertThat(TrainingStep.await(taken))
                    .extracting(TrainingStep.Done::finite)
                    .containsExactly(true, false, true);
            assertThat(before).isNotEmpty();
            values(model, optimizer)
                    .forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
        }
    }

    private static SortedMap<String, float[]> values(LanguageModel model, AdamW optimizer) {
        SortedMap<String, float[]> values = new TreeMap<>();
        model.parameters().forEach((name, weight) -> values.put(name, weight.toFloatArray()));
        optimizer.moments().forEach((name, moment) -> values.put(name, moment.toFloatArray()));
        return values;
    }

    @Test
    void aFactorCommonToAllWeightsChangesNothing() {
        LossSpecification loss = loss(Name.TCE, THRESHOLD, Divisor.KEPT_TOKENS);
        assertEqualUpToRounding(outcome(loss, 2, batch(1e-3)), outcome(loss, 2, batch(1)), 1);
    }
}
