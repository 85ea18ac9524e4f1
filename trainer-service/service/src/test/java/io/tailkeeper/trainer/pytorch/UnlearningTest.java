package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A small model forgets what is flagged, up to the bound, and keeps what is not. */
class UnlearningTest {

    private static final int DOCUMENTS = 16;

    /** What a phase leaves. */
    private record Outcome(SortedMap<String, float[]> weights, double flagged, double replayed) {}

    private static UnlearningSpecification phase(int steps, double bound, double weight, double anchor) {
        return new UnlearningSpecification(steps, bound, weight, anchor);
    }

    /** Documents 0 to 15 are human, 16 to 31 machine-written with a probability of q. */
    private static GenerationTask task(double q) {
        List<Candidate> pool = new ArrayList<>();
        List<SampleCollected> samples = new ArrayList<>();
        for (int i = 0; i < 2 * DOCUMENTS; i++) {
            String id = "run:1:" + (10 + i);
            boolean human = i < DOCUMENTS;
            String text = human ? "sea bird " + (char) ('a' + i) : "zzz qqq " + (char) ('a' + i);
            samples.add(new SampleCollected(id, "run", 1, "the ", text, Provenance.HUMAN));
            pool.add(new Candidate(id, human ? 0.5 : q, Provenance.Source.UNKNOWN, i));
        }
        RunRequested run = Specifications.run("run", null);
        return new GenerationTask(
                run, 1, null, new GenerationTask.Pool(pool, 0, 0, i -> samples.get((int) i)), NO_HELD_OUT);
    }

    private static final GenerationTask.HeldOutParts NO_HELD_OUT = new GenerationTask.HeldOutParts(
            List.of(),
            List.of(),
            position -> {
                throw new IllegalArgumentException("nothing is held out");
            },
            List::of);

    private static LanguageModel model() {
        LanguageModel model = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 5);
        model.parameters().values().forEach(weight -> weight.setRequiresGradient(true));
        return model;
    }

    private static Outcome outcome(double q, @Nullable UnlearningSpecification specification) {
        GenerationTask task = task(q);
        try (LanguageModel model = model();
                LanguageModel start = Models.initialise(new ModelConfig(1, 2, 32, 32, 512), 5)) {
            PretrainedModel trained = new PretrainedModel(model, Gpt2RanksTokenizer.of(512));
            if (specification != null) {
                new Unlearning(task, specification, trained)
                        .run(specification.anchor() == 0 ? null : start, () -> false);
            }
            SortedMap<String, float[]> weights = new TreeMap<>();
            model.parameters().forEach((name, weight) -> weights.put(name, weight.toFloatArray()));
            TokenRows rows = new TokenRows(
                    trained.tokenizer(), task.run().specification().text());
            double[] perplexities = new PoolPerplexities(model, rows, () -> false)
                    .of(
                            IntStream.range(0, 2 * DOCUMENTS)
                                    .mapToObj(i -> (long) i)
                                    .toList(),
                            task.pool().texts());
            return new Outcome(weights, mean(perplexities, DOCUMENTS), mean(perplexities, 0));
        }
    }

    /** Mean cross entropy of the documents from one on. */
    private static double mean(double[] perplexities, int from) {
        return Arrays.stream(perplexities, from, from + DOCUMENTS)
                .map(Math::log)
                .average()
                .orElseThrow();
    }

    @Test
    void forgetsWhatIsFlaggedAndLearnsTheRest() {
        Outcome before = outcome(0.9, null);
        Outcome after = outcome(0.9, phase(20, 50, 1, 0));

        assertThat(after.flagged()).isGreaterThan(before.flagged() + 0.5);
        assertThat(after.replayed()).isLessThan(before.replayed() - 0.5);
    }

    @Test
    void forgetsNoFurtherThanTheBound() {
        double far = outcome(0.9, phase(60, 1_000, 3, 0)).flagged();
        double bounded = outcome(0.9, phase(60, 7, 3, 0)).flagged();

        assertThat(bounded).isGreaterThan(outcome(0.9, null).flagged()).isLessThan(far - 0.5);
        assertThat(far).isGreaterThan(7.5);
    }

    @Test
    void theAnchorHoldsWhatIsReplayedWhereItBegan() {
        double before = outcome(0.9, null).replayed();
        double free = outcome(0.9, phase(100, 50, 0.1, 0)).replayed();
        double held = outcome(0.9, phase(100, 50, 0.1, 1_000)).replayed();

        // A token of probability 1/512 is lifted to (1 + 1000 / 512) / 1001 at most, 0.4 nats.
        assertThat(free).isLessThan(before - 2);
        assertThat(Math.abs(held - before)).isLessThan((before - free) / 2);
    }

    @Test
    void thePhaseIsTheSameToTheBitEveryTime() {
        SortedMap<String, float[]> one = outcome(0.9, phase(5, 50, 1, 0.5)).weights();
        SortedMap<String, float[]> other = outcome(0.9, phase(5, 50, 1, 0.5)).weights();

        assertThat(one).isNotEmpty();
        one.forEach((name, values) -> assertThat(values).as(name).isEqualTo(other.get(name)));
    }

    @Test
    void nothingChangesWhereNothingIsFlagged() {
        SortedMap<String, float[]> before = outcome(0.5, null).weights();
        SortedMap<String, float[]> after = outcome(0.5, phase(5, 50, 1, 1)).weights();

        assertThat(before).isNotEmpty();
        before.forEach((name, values) -> assertThat(values).as(name).isEqualTo(after.get(name)));
    }

    @Test
    void endsWhenNobodyWantsItOrALossIsNoNumber() {
        try (LanguageModel model = model()) {
            PretrainedModel trained = new PretrainedModel(model, Gpt2RanksTokenizer.of(512));
            Unlearning phase = new Unlearning(task(0.9), phase(5, 50, 1, 0), trained);
            assertThatThrownBy(() -> phase.run(null, () -> true)).isInstanceOf(TrainingCancelledException.class);

            model.parameters().get("ln_f.weight").stopGradient().muli(Float.MAX_VALUE);
            assertThatThrownBy(() -> phase.run(null, () -> false))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageStartingWith("unlearning: the loss is NaN")
                    .hasMessageEndingWith(
                            " at step 0 of run:1; lower training.unlearning.weight or training.unlearning.bound");
        }
    }

    @Test
    void aFlaggedTokenCountsUpToTheBoundAndHasNoGradientBeyondIt() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray logProbabilities = manager.create(new float[] {(float) Math.log(0.5), (float) Math.log(1e-4)})
                    .duplicate();
            logProbabilities.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray losses = new UnlearningLoss(phase(1, 2, 0.5, 0)).flagged(logProbabilities);
                collector.backward(losses.sum());
                float[] values = losses.toFloatArray();
                assertThat((double) values[0]).isCloseTo(-0.346574, within(1e-6));
                assertThat((double) values[1]).isCloseTo(-1, within(1e-6));
            }
            assertThat(logProbabilities.getGradient().toFloatArray()).containsExactly(0.5f, 0);
        }
    }

    @Test
    void aReplayedTokenCostsItsCrossEntropyAndTheDivergenceFromTheStart() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray start = manager.create(new float[] {0.5f, 0.3f, 0.2f}, new Shape(1, 3))
                    .log();
            NDArray model = manager.create(new float[] {0.2f, 0.3f, 0.5f}, new Shape(1, 3))
                    .log();
            NDArray target = manager.create(new float[] {0.3f}).log();
            UnlearningLoss loss = new UnlearningLoss(phase(1, 2, 0.5, 2));
            model.setRequiresGradient(true);
            target.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray losses = loss.replayed(model, target, start);
                collector.backward(losses.sum());
                // -log 0.3 = 1.203973; KL = 0.3 log 2.5 = 0.274887
                assertThat((double) losses.toFloatArray()[0]).isCloseTo(1.203973 + 2 * 0.274887, within(1e-5));
            }
            assertThat(model.getGradient().toFloatArray())
                    .as("-2 times the start's probabilities")
                    .containsExactly(new float[] {-1, -0.6f, -0.4f}, within(1e-6f));
            assertThat(target.getGradient().toFloatArray()).containsExactly(-1);
            assertThat((double) loss.replayed(model, target, null).toFloatArray()[0])
                    .isCloseTo(1.203973, within(1e-5));
        }
    }
}
