package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.LossSpecification;
import io.tailkeeper.contracts.ModelSpecification;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.TrainingSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.LearningRate;
import io.tailkeeper.trainer.Seeds;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.TrainingWatcher;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The training of one generation, from its first step or from where a killed trainer left it: the end is the same to the
 * bit on the same device with the same number of threads. One at a time in a process, on one thread.
 */
public final class GenerationTraining {

    /**
     * A trained generation.
     *
     * @param checkpoint the weights
     * @param figures the sums over all steps
     * @param times where the time went, in this process
     */
    public record Result(CheckpointReference checkpoint, TrainingFigures figures, Times times) {}

    /**
     * Where the time went.
     *
     * @param training seconds in steps
     * @param checkpoint seconds in writing states and the checkpoint
     * @param tokens read in steps, padding not counted
     */
    public record Times(double training, double checkpoint, long tokens) {}

    private final GenerationTask task;
    private final TrainingWatcher watcher;
    private final Path checkpoint;
    private final TrainingState state;
    private final int steps;
    private final TokenRows rows;
    private final TokenLoss loss;

    public GenerationTraining(GenerationTask task, TrainerDirectory directory, TrainingWatcher watcher) {
        this.task = task;
        this.watcher = watcher;
        this.checkpoint = directory.checkpoint(task.key());
        this.state = new TrainingState(directory.trainingState(task.key()), task);
        this.steps = training().steps(task.run().specification().text());
        this.rows = new TokenRows(
                Tokenizer.ofGpt2Ranks(task.run().specification().model().vocabularySize()),
                task.run().specification().text());
        // Generation 0 is always trained with cross entropy.
        this.loss = TokenLoss.of(
                task.generation() == 0
                        ? new LossSpecification(LossSpecification.Name.CROSS_ENTROPY, 1)
                        : task.run().specification().loss());
    }

    /**
     * Trains to the end and writes the checkpoint.
     *
     * @param batches the generation's batches from a sequence number on; closed here
     * @throws TrainingFailedException when the loss is no finite number or the start does not fit
     * @throws TrainingCancelledException when the watcher says so
     * @throws io.tailkeeper.languagemodel.CheckpointException when the start is unreadable or the disk refuses
     */
    public Result train(IntFunction<Stream<WeightedBatch>> batches) {
        try (LanguageModel model = startingModel()) {
            SortedMap<String, NDArray> weights = model.parameters();
            AdamW optimizer =
                    new AdamW(weights, training().weightDecay(), training().gradientClip());
            TrainingFigures figures =
                    state.restore(weights, optimizer, model.manager()).orElse(TrainingFigures.NONE);
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            Loop loop = new Loop(model, optimizer, figures);
            try (Stream<WeightedBatch> remaining = batches.apply(figures.steps())) {
                loop.run(remaining.iterator());
            }
            long begun = System.nanoTime();
            String sha256 = model.save(checkpoint);
            double saving = loop.saving + seconds(begun);
            return new Result(
                    new CheckpointReference(checkpoint.toUri(), sha256, task.generation()),
                    loop.figures,
                    new Times(loop.training, saving, loop.tokens));
        }
    }

    private LanguageModel startingModel() {
        ModelSpecification wanted = task.run().specification().model();
        ModelConfig config = new ModelConfig(
                wanted.layers(),
                wanted.heads(),
                wanted.embeddingSize(),
                wanted.contextLength(),
                wanted.vocabularySize());
        if (task.start() == null) {
            return LanguageModel.initialise(
                    config, Seeds.of(task.run().specification().seed(), "model", "initial-weights"));
        }
        LanguageModel start =
                LanguageModel.load(Path.of(task.start().uri()), task.start().sha256());
        if (!start.config().equals(config)) {
            start.close();
            throw new TrainingFailedException("checkpoint " + task.start().uri() + " holds a model of " + start.config()
                    + ", the run asks for " + config);
        }
        return start;
    }

    private TrainingSpecification training() {
        return task.run().specification().training(task.generation());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** The steps, one after the other. */
    private final class Loop {

        private final LanguageModel model;
        private final AdamW optimizer;
        private final LearningRate learningRate = new LearningRate(training(), steps);
        private TrainingFigures figures;
        private double training;
        private double saving;
        private long tokens;

        Loop(LanguageModel model, AdamW optimizer, TrainingFigures figures) {
            this.model = model;
            this.optimizer = optimizer;
            this.figures = figures;
        }

        void run(Iterator<WeightedBatch> batches) {
            while (figures.steps() < steps) {
                if (watcher.cancelled()) {
                    throw new TrainingCancelledException();
                }
                WeightedBatch batch = batches.next();
                long begun = System.nanoTime();
                long read = step(batch);
                double taken = seconds(begun);
                training += taken;
                tokens += read;
                watcher.stepped(figures.steps(), steps, lastLoss, read, taken);
                if (figures.steps() % training().checkpointEverySteps() == 0 && figures.steps() < steps) {
                    long saved = System.nanoTime();
                    state.save(model.parameters(), optimizer, figures);
                    saving += seconds(saved);
                }
            }
        }

        private double lastLoss;

        private long step(WeightedBatch batch) {
            List<TokenRow> documents = batch.samples().stream().map(rows::of).toList();
            double[] weights =
                    batch.samples().stream().mapToDouble(WeightedSample::weight).toArray();
            try (NDManager scope = model.manager().newSubManager()) {
                LossBatch tensors = new LossBatch(scope, documents, weights);
                NDArray value;
                NDArray factor;
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray logProbabilities =
                            tensors.logProbabilities(tensors.targetLogits(model.logits(tensors.inputs())));
                    factor = loss.factor(logProbabilities);
                    value = tensors.loss(logProbabilities, factor);
                    collector.backward(value);
                }
                lastLoss = value.getFloat();
                double norm = Double.isFinite(lastLoss)
                        ? optimizer.update(figures.steps(), learningRate.at(figures.steps()), scope)
                        : lastLoss;
                if (!Double.isFinite(norm)) {
                    throw notFinite(batch, norm);
                }
                TokensTrained trained = tokensTrained(batch, documents);
                figures = figures.plus(new TrainingFigures.Step(lastLoss, tensors.masked(factor), trained), steps);
            }
            return documents.stream().mapToLong(TokenRow::length).sum();
        }

        private TrainingFailedException notFinite(WeightedBatch batch, double norm) {
            int every = training().checkpointEverySteps();
            int good = figures.steps() / every * every;
            return new TrainingFailedException("training: the "
                    + (Double.isFinite(lastLoss) ? "gradient norm is " + norm : "loss is " + lastLoss) + " at step "
                    + figures.steps() + ", batch sequence " + batch.sequence() + " of " + task.key()
                    + "; last good state: "
                    + (good == 0 ? "the start of the generation" : "step " + good)
                    + "; lower training.learning-rate or training.gradient-clip");
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
