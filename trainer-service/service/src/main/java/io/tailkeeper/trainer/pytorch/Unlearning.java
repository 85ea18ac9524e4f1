package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.LearningRate;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bounded forgetting after the steps of a generation ({@link UnlearningSpecification}): each step takes a batch of what the detector
 * holds for machine-written and one of the rest, drawn by the run's seed. It begins from the trained weights, with an optimizer of its
 * own, and saves nothing: a training that is killed in it takes its last steps again and then the whole phase, to the same end.
 */
final class Unlearning {

    private static final System.Logger LOG = System.getLogger(Unlearning.class.getName());
    private static final double THRESHOLD = 0.5;

    /** Log-probability whose probability is 0 in float32; 0 times minus infinity is no number. */
    private static final double LOWEST = -1e30;

    private record Step(int number, double rate, List<TokenRow> flagged, List<TokenRow> replayed) {}

    private final GenerationTask task;
    private final TrainingSpecification training;
    private final UnlearningSpecification specification;
    private final UnlearningLoss loss;
    private final LanguageModel model;
    private final TokenRows rows;

    /** @param model trained in place */
    Unlearning(GenerationTask task, UnlearningSpecification specification, PretrainedModel model) {
        this.task = task;
        this.training = task.run().specification().training(task.generation());
        this.specification = specification;
        this.loss = new UnlearningLoss(specification);
        this.model = model.model();
        this.rows = new TokenRows(model.tokenizer(), task.run().specification().text());
    }

    /**
     * Takes the steps; none where the detector flags nothing, or everything.
     *
     * @param start the model that the generation began with; null where there is no anchor
     * @param cancelled whether nobody wants the result any more
     * @throws TrainingFailedException when a loss or gradient is no finite number
     */
    void run(@Nullable LanguageModel start, BooleanSupplier cancelled) {
        List<Long> flagged = positions(true);
        List<Long> replayed = positions(false);
        String found = "unlearning of " + task.key() + ": the detector flags " + flagged.size() + " of "
                + (flagged.size() + replayed.size()) + " documents";
        if (flagged.isEmpty() || replayed.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, found + "; there is nothing to do, it was inert");
            return;
        }
        LOG.log(System.Logger.Level.INFO, found);
        AdamW optimizer = new AdamW(model, training.weightDecayOf(task.generation()), training.gradientClip());
        LearningRate rate = new LearningRate(training, specification.steps());
        for (int step = 0; step < specification.steps(); step++) {
            if (cancelled.getAsBoolean()) {
                throw new TrainingCancelledException();
            }
            Step taken =
                    new Step(step, rate.at(step), drawn(flagged, step, "flagged"), drawn(replayed, step, "replayed"));
            take(taken, optimizer, start);
        }
    }

    private List<Long> positions(boolean flagged) {
        return task.pool().candidates().stream()
                .sorted(Comparator.comparing(Candidate::sampleId))
                .filter(candidate -> (candidate.syntheticProbability() > THRESHOLD) == flagged)
                .map(Candidate::position)
                .toList();
    }

    /** The documents of a step, with replacement. */
    private List<TokenRow> drawn(List<Long> positions, int step, String side) {
        Random random = new Random(Seeds.of(
                task.run().specification().seed(), "generation-" + task.generation() + "-unlearning-" + step, side));
        return Stream.generate(() -> positions.get(random.nextInt(positions.size())))
                .limit(training.batchSize())
                .map(position -> task.pool().texts().apply(position))
                .map(this::row)
                .toList();
    }

    private TokenRow row(SampleCollected sample) {
        return rows.of(sample.prompt(), sample.text());
    }

    private void take(Step step, AdamW optimizer, @Nullable LanguageModel start) {
        try (NDManager scope = model.manager().newSubManager()) {
            NDArray reached = replay(step.replayed(), start, scope).add(forget(step.flagged(), scope));
            NDArray norm = optimizer.update(step.number(), step.rate(), reached, reached.onesLike(), scope);
            double loss = reached.getDouble();
            if (!Double.isFinite(loss) || !Double.isFinite(norm.getDouble())) {
                throw new TrainingFailedException("unlearning: the loss is " + loss + " and the gradient norm "
                        + norm.getDouble() + " at step " + step.number() + " of " + task.key()
                        + "; lower training.unlearning.weight or training.unlearning.bound");
            }
        }
    }

    /** The gradients are added to the parameters'; the loss comes back as a scalar float64. */
    private NDArray replay(List<TokenRow> documents, @Nullable LanguageModel start, NDManager scope) {
        LossBatch tensors = new LossBatch(scope, documents, equal(documents));
        NDArray before =
                start == null ? null : tensors.targetLogits(start).logSoftmax(1).clip(LOWEST, 0); // (N, V)
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray all = tensors.targetLogits(model).logSoftmax(1); // (N, V)
            NDArray value = tensors.loss(loss.replayed(all, tensors.ofTargets(all), before));
            collector.backward(value);
            return value.stopGradient().toType(DataType.FLOAT64, false);
        }
    }

    /** The same for what is to be forgotten. */
    private NDArray forget(List<TokenRow> documents, NDManager scope) {
        LossBatch tensors = new LossBatch(scope, documents, equal(documents));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = tensors.loss(loss.flagged(tensors.logProbabilities(tensors.targetLogits(model))));
            collector.backward(value);
            return value.stopGradient().toType(DataType.FLOAT64, false);
        }
    }

    private static double[] equal(List<TokenRow> documents) {
        double[] weights = new double[documents.size()];
        Arrays.fill(weights, 1);
        return weights;
    }
}
