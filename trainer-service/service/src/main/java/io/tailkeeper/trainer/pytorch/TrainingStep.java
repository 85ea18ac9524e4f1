package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.LossSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.LearningRate;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One optimizer step: forward, loss and backward, part by part, then the update. All of its tensors are freed when it is
 * done.
 */
final class TrainingStep {

    /**
     * A step that the device was told to take.
     *
     * @param sequence number of its batch
     * @param tokens that carry loss
     * @param tokensRead padding not counted
     * @param figures (3) float64: loss, masked tokens and gradient norm before clipping, in the model's manager
     */
    record Taken(long sequence, TokensTrained tokens, long tokensRead, NDArray figures) {}

    /**
     * What a step made.
     *
     * @param taken the step
     * @param figures for the sums
     * @param gradientNorm before clipping; the step changed nothing where this or the loss is not finite
     */
    record Done(Taken taken, TrainingFigures.Step figures, double gradientNorm) {

        boolean finite() {
            return Double.isFinite(gradientNorm) && Double.isFinite(figures.loss());
        }
    }

    private final LanguageModel model;
    private final AdamW optimizer;
    private final LearningRate learningRate;
    private final TokenRows rows;
    private final TokenLoss loss;
    private final LossSpecification.Divisor divisor;
    private final int parts;
    private final TrainingSpecification.Precision precision;

    /** @param documents how many were selected */
    TrainingStep(GenerationTask task, PretrainedModel model, AdamW optimizer, TokenLoss loss, int documents) {
        RunSpecification specification = task.run().specification();
        TrainingSpecification training = specification.training(task.generation());
        this.model = model.model();
        this.optimizer = optimizer;
        this.learningRate = new LearningRate(training, training.steps(specification.text(), documents));
        this.rows = new TokenRows(model.tokenizer(), specification.text());
        this.loss = loss;
        this.divisor = specification.loss(task.generation()).divisorOrDefault();
        this.parts = training.gradientAccumulationOrDefault();
        this.precision = training.precisionOrDefault();
    }

    /** A batch, and its documents as tokens. */
    record Read(WeightedBatch batch, List<TokenRow> documents) {}

    /** Turns a batch's texts into tokens. */
    Read read(WeightedBatch batch) {
        return new Read(batch, batch.samples().stream().map(rows::of).toList());
    }

    /**
     * Takes a step, without waiting for the device.
     *
     * @param step number of steps before this one
     * @param epoch passes over the selected documents before this step
     */
    Taken take(Read read, int step, long epoch) {
        WeightedBatch batch = read.batch();
        List<TokenRow> documents = read.documents();
        double[] weights =
                batch.samples().stream().mapToDouble(WeightedSample::weight).toArray();
        double weight = LossSum.weight(documents, weights);
        loss.beginStep(step, epoch);
        try (NDManager scope = model.manager().newSubManager()) {
            LossSum sum = new LossSum(divisor, scope);
            for (int part = 0; part < parts; part++) {
                int from = (int) ((long) weights.length * part / parts);
                int to = (int) ((long) weights.length * (part + 1) / parts);
                if (from < to) {
                    accumulate(documents.subList(from, to), Arrays.copyOfRange(weights, from, to), weight, sum);
                }
            }
            NDArray reached = sum.loss();
            NDArray norm = optimizer.update(step, learningRate.at(step), reached, sum.scale(), scope);
            NDArray figures = NDArrays.stack(new NDList(reached, sum.masked(), norm));
            figures.attach(model.manager());
            return new Taken(
                    batch.sequence(),
                    tokensTrained(batch, documents),
                    documents.stream().mapToLong(TokenRow::length).sum(),
                    figures);
        }
    }

    /** Waits until the device has taken some steps, at least one, and reads what they made. */
    static List<Done> await(List<Taken> steps) {
        NDList figures = new NDList();
        steps.forEach(step -> figures.add(step.figures()));
        try (figures;
                NDArray table = NDArrays.stack(figures)) {
            double[] values = table.toDoubleArray();
            List<Done> done = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                Taken taken = steps.get(i);
                done.add(new Done(
                        taken,
                        new TrainingFigures.Step(values[3 * i], (long) values[3 * i + 1], taken.tokens()),
                        values[3 * i + 2]));
            }
            return done;
        }
    }

    /** Forward and backward; the gradients are added to those of the parts before. */
    private void accumulate(List<TokenRow> documents, double[] weights, double weight, LossSum sum) {
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, documents, weights, weight);
            loss.beginPart(tensors.carriesLoss());
            NDArray logProbabilities;
            NDArray value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                try (NDArray logits = tensors.targetLogits(model, precision)) {
                    logProbabilities = tensors.logProbabilities(logits);
                }
                value = tensors.loss(loss.losses(logProbabilities));
                collector.backward(value);
            }
            sum.add(value);
            loss.kept(logProbabilities).ifPresent(kept -> sum.addKept(tensors.keptShare(kept), tensors.masked(kept)));
            loss.observe(logProbabilities, tensors.counted());
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
