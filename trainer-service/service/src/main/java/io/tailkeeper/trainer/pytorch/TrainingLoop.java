package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.TrainingSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.TrainingWatcher;
import java.util.Iterator;
import java.util.function.Consumer;

/** The steps of a generation, one after the other, with a saved state every so many. */
final class TrainingLoop {

    private final GenerationTask task;
    private final TrainingStep step;
    private final TrainingWatcher watcher;
    private final TrainingSpecification training;
    private final int documents;
    private TrainingFigures figures;
    private double seconds;
    private double saving;
    private long tokens;

    /**
     * The steps of a generation.
     *
     * @param documents selected documents: an epoch reads each once
     * @param figures the sums over the steps that are done
     */
    TrainingLoop(
            GenerationTask task, TrainingStep step, TrainingWatcher watcher, int documents, TrainingFigures figures) {
        this.task = task;
        this.step = step;
        this.watcher = watcher;
        this.training = task.run().specification().training(task.generation());
        this.documents = documents;
        this.figures = figures;
    }

    /** The sums over all steps done. */
    TrainingFigures figures() {
        return figures;
    }

    /** Steps that the last saved state holds. */
    int savedSteps() {
        return figures.steps() / training.checkpointEverySteps() * training.checkpointEverySteps();
    }

    /** Where the time went; {@code more} is added to that of checkpoints. */
    GenerationTraining.Times times(double more) {
        return new GenerationTraining.Times(seconds, saving + more, tokens);
    }

    /**
     * Takes the steps that are left.
     *
     * @param save keeps a state from which these steps can go on
     * @throws NotFiniteException when a loss or gradient is no finite number
     */
    void run(Iterator<WeightedBatch> batches, Consumer<TrainingFigures> save) {
        int steps = training.steps(task.run().specification().text());
        while (figures.steps() < steps) {
            if (watcher.cancelled()) {
                throw new TrainingCancelledException();
            }
            WeightedBatch batch = batches.next();
            long begun = System.nanoTime();
            TrainingStep.Done done = step.take(batch, figures.steps(), epoch());
            if (!done.finite()) {
                throw notFinite(batch, done);
            }
            figures = figures.plus(done.figures(), steps);
            double taken = (System.nanoTime() - begun) / 1e9;
            seconds += taken;
            tokens += done.tokensRead();
            watcher.stepped(figures.steps(), steps, done.figures().loss(), done.tokensRead(), taken);
            if (figures.steps() % training.checkpointEverySteps() == 0 && figures.steps() < steps) {
                long saved = System.nanoTime();
                save.accept(figures);
                saving += (System.nanoTime() - saved) / 1e9;
            }
        }
    }

    private long epoch() {
        return (long) figures.steps() * training.batchSize() / documents;
    }

    private NotFiniteException notFinite(WeightedBatch batch, TrainingStep.Done done) {
        double loss = done.figures().loss();
        return new NotFiniteException("training: the "
                + (Double.isFinite(loss) ? "gradient norm is " + done.gradientNorm() : "loss is " + loss) + " at step "
                + figures.steps() + ", batch sequence " + batch.sequence() + " of " + task.key());
    }

    /** A step gave no finite number; the weights are as they were before it. */
    static final class NotFiniteException extends RuntimeException {

        private NotFiniteException(String message) {
            super(message);
        }
    }
}
