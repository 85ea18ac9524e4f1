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
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.LearningRate;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFigures;
import java.util.List;

/** One optimizer step: forward, loss, backward, update. All of its tensors are freed when it is done. */
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

    TrainingStep(GenerationTask task, LanguageModel model, AdamW optimizer) {
        RunSpecification specification = task.run().specification();
        TrainingSpecification training = specification.training(task.generation());
        this.model = model;
        this.optimizer = optimizer;
        this.learningRate = new LearningRate(training, training.steps(specification.text()));
        this.rows = new TokenRows(Tokenizer.ofGpt2Ranks(specification.model().vocabularySize()), specification.text());
        // Generation 0 is always trained with cross entropy.
        this.loss = TokenLoss.of(
                task.generation() == 0
                        ? new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 1)
                        : specification.loss());
    }

    /** @param step number of steps before this one */
    Done take(WeightedBatch batch, int step) {
        List<TokenRow> documents = batch.samples().stream().map(rows::of).toList();
        double[] weights =
                batch.samples().stream().mapToDouble(WeightedSample::weight).toArray();
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, documents, weights);
            NDArray value;
            NDArray factor;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray logProbabilities = tensors.logProbabilities(tensors.targetLogits(model));
                factor = loss.factor(logProbabilities);
                value = tensors.loss(logProbabilities, factor);
                collector.backward(value);
            }
            float reached = value.getFloat();
            double norm = Float.isFinite(reached) ? optimizer.update(step, learningRate.at(step), scope) : reached;
            return new Done(
                    new TrainingFigures.Step(reached, tensors.masked(factor), tokensTrained(batch, documents)),
                    norm,
                    documents.stream().mapToLong(TokenRow::length).sum());
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
