package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.LossSpecification;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunSpecification;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.TrainingSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.LearningRate;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFigures;
import java.util.Arrays;
import java.util.List;

/**
 * One optimizer step: forward, loss and backward, part by part, then the update. All of its tensors are freed when it is
 * done.
 */
final class TrainingStep {

    /**
     * What a step made.
     *
     * @param figures for the sums
     * @param gradientNorm before clipping; not finite where the step was not taken
     * @param tokensRead padding not counted
     */
    record Done(TrainingFigures.Step figures, double gradientNorm, long tokensRead) {

        boolean finite() {
            return Double.isFinite(gradientNorm);
        }
    }

    private final LanguageModel model;
    private final AdamW optimizer;
    private final LearningRate learningRate;
    private final TokenRows rows;
    private final TokenLoss loss;
    private final LossSpecification.Divisor divisor;
    private final int parts;

    TrainingStep(GenerationTask task, PretrainedModel model, AdamW optimizer, TokenLoss loss) {
        RunSpecification specification = task.run().specification();
        TrainingSpecification training = specification.training(task.generation());
        this.model = model.model();
        this.optimizer = optimizer;
        this.learningRate = new LearningRate(training, training.steps(specification.text()));
        this.rows = new TokenRows(model.tokenizer(), specification.text());
        this.loss = loss;
        this.divisor = lossOf(task).divisorOrDefault();
        this.parts = training.gradientAccumulationOrDefault();
    }

    /** The loss of a generation; generation 0 is always trained with cross entropy. */
    static LossSpecification lossOf(GenerationTask task) {
        return task.generation() == 0
                ? new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 1)
                : task.run().specification().loss();
    }

    /**
     * Takes a step.
     *
     * @param step number of steps before this one
     * @param epoch passes over the selected documents before this step
     */
    Done take(WeightedBatch batch, int step, long epoch) {
        List<TokenRow> documents = batch.samples().stream().map(rows::of).toList();
        double[] weights =
                batch.samples().stream().mapToDouble(WeightedSample::weight).toArray();
        LossSum sum = new LossSum(divisor, LossSum.weight(documents, weights));
        loss.beginStep(epoch);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) weights.length * part / parts);
            int to = (int) ((long) weights.length * (part + 1) / parts);
            if (from < to) {
                accumulate(documents.subList(from, to), Arrays.copyOfRange(weights, from, to), sum);
            }
        }
        double reached = sum.loss();
        return new Done(
                new TrainingFigures.Step(reached, sum.masked(), tokensTrained(batch, documents)),
                Double.isFinite(reached) ? update(step, sum.scale()) : reached,
                documents.stream().mapToLong(TokenRow::length).sum());
    }

    /** Forward and backward; the gradients are added to those of the parts before. */
    private void accumulate(List<TokenRow> documents, double[] weights, LossSum sum) {
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, documents, weights, sum.weight());
            NDArray logProbabilities;
            NDArray value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                logProbabilities = tensors.logProbabilities(tensors.targetLogits(model));
                value = tensors.loss(loss.losses(logProbabilities));
                collector.backward(value);
            }
            int[] kept = loss.kept(logProbabilities).map(tensors::keptOfRows).orElseGet(() -> documents.stream()
                    .mapToInt(TokenRow::lossTokens)
                    .toArray());
            sum.add(documents, weights, kept, value.getFloat());
            loss.observe(logProbabilities, tensors.carriesLoss());
        }
    }

    private double update(int step, double gradientScale) {
        try (NDManager scope = model.manager().newSubManager()) {
            return optimizer.update(step, learningRate.at(step), gradientScale, scope);
        }
    }

    private static TokensTrained tokensTrained(WeightedBatch batch, List<TokenRow> rows) {
        long human = 0;
        long synthetic = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (batch.samples().get(i).source() == Provenance.Source.HUMAN) {
                human += rows.get(i).lossTokens();
            } else {
                synthetic += rows.get(i).lossTokens();
            }
        }
        return new TokensTrained(human, synthetic);
    }
}
