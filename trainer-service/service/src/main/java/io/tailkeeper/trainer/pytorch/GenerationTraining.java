package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.specification.UnlearningSpecification;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.huggingface.HuggingFaceFolder;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.TrainingWatcher;
import java.util.SortedMap;
import java.util.function.Function;
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
    public record Result(CheckpointReference checkpoint, TrainingFigures figures, Times times) {

        /** The same, with its checkpoint by another address. */
        public Result at(CheckpointReference published) {
            return new Result(published, figures, times);
        }
    }

    /**
     * Where the time went.
     *
     * @param loading seconds in waiting for batches and turning their texts into tokens
     * @param training seconds in steps
     * @param checkpoint seconds in writing states and the checkpoint
     * @param tokens read in steps, padding not counted
     */
    public record Times(double loading, double training, double checkpoint, long tokens) {}

    private static final int STEPS_READ_TOGETHER = 16;

    private final GenerationTask task;
    private final TrainingWatcher watcher;
    private final TrainerDirectory directory;
    private final Function<CheckpointReference, PretrainedModel> opener;
    private final int readEvery;

    /**
     * A training that reads what its steps made at once on the CPU, and less often where that makes a device wait.
     *
     * @param opener opens the checkpoint that the task begins with
     */
    public GenerationTraining(
            GenerationTask task,
            TrainerDirectory directory,
            TrainingWatcher watcher,
            Function<CheckpointReference, PretrainedModel> opener) {
        this(task, directory, watcher, opener, ModelDevice.current().isGpu() ? STEPS_READ_TOGETHER : 1);
    }

    /** @param readEvery steps between two looks at what they made; every number gives the same end */
    GenerationTraining(
            GenerationTask task,
            TrainerDirectory directory,
            TrainingWatcher watcher,
            Function<CheckpointReference, PretrainedModel> opener,
            int readEvery) {
        this.task = task;
        this.opener = opener;
        this.watcher = watcher;
        this.directory = directory;
        this.readEvery = readEvery;
    }

    /**
     * Trains to the end and writes the checkpoint.
     *
     * @param documents how many were selected: an epoch reads each once
     * @param batches the generation's batches from a sequence number on; closed here
     * @throws TrainingFailedException when the loss is no finite number or the start does not fit
     * @throws TrainingCancelledException when the watcher says so
     * @throws io.tailkeeper.languagemodel.CheckpointException when the start is unreadable or the disk refuses
     */
    public Result train(int documents, IntFunction<Stream<WeightedBatch>> batches) {
        try (PretrainedModel start = StartingModel.of(task, opener)) {
            LanguageModel model = start.model();
            SortedMap<String, NDArray> weights = model.parameters();
            TrainingSpecification training = task.run().specification().training(task.generation());
            AdamW optimizer = new AdamW(model, training.weightDecayOf(task.generation()), training.gradientClip());
            TokenLoss loss = TokenLoss.of(
                    task.run().specification().loss(task.generation()),
                    Seeds.of(task.run().specification().seed(), "generation-" + task.generation(), "loss"));
            TrainingState state =
                    new TrainingState(directory.trainingState(task.key()), task, weights, optimizer, loss);
            TrainingFigures done = state.restore(model.manager()).orElse(TrainingFigures.NONE);
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            TrainingStep step = new TrainingStep(task, start, optimizer, loss, documents);
            TrainingLoop loop = new TrainingLoop(task, step, watcher, documents, readEvery, done);
            try (Stream<WeightedBatch> remaining = batches.apply(done.steps())) {
                loop.run(remaining.iterator(), state::save);
            } catch (TrainingLoop.NotFiniteException e) {
                watcher.notFinite();
                throw failed(e, state, loop.savedSteps());
            }
            unlearn(start);
            long begun = System.nanoTime();
            String sha256 = model.save(directory.checkpoint(task.key()));
            HuggingFaceFolder.describe(directory.generation(task.key()), model.config(), start.tokenizer());
            Times times = loop.times((System.nanoTime() - begun) / 1e9);
            return new Result(
                    new CheckpointReference(directory.checkpoint(task.key()).toUri(), sha256, task.generation()),
                    loop.figures(),
                    times);
        }
    }

    private void unlearn(PretrainedModel model) {
        UnlearningSpecification unlearning =
                task.run().specification().training(task.generation()).unlearning();
        if (unlearning == null || task.generation() == 0) {
            return;
        }
        Unlearning phase = new Unlearning(task, unlearning, model);
        if (unlearning.anchor() == 0) {
            phase.run(null, watcher::cancelled);
        } else {
            try (PretrainedModel begun = StartingModel.of(task, opener)) {
                phase.run(begun.model(), watcher::cancelled);
            }
        }
    }

    private TrainingFailedException failed(TrainingLoop.NotFiniteException e, TrainingState state, int savedSteps) {
        String pretrained = task.run().specification().model().pretrained();
        Object begun = task.start() == null ? pretrained : task.start().uri();
        String start = begun == null
                ? "none, the generation began with new weights"
                : begun + ", which the generation began with";
        String saved = savedSteps == 0
                ? ""
                : state.keepAs(directory.lastState(task.key()))
                        .map(kept -> "; the state after " + savedSteps + " steps is kept in " + kept)
                        .orElse("");
        String setting = task.generation() == 0 ? "base-training" : "training";
        return new TrainingFailedException(e.getMessage() + "; last good checkpoint: " + start + saved + "; lower "
                + setting + ".learning-rate or " + setting + ".gradient-clip");
    }
}
