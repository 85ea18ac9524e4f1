package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFigures;
import io.tailkeeper.trainer.TrainingWatcher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The steps of a generation, one after the other, with a saved state every so many. What steps made is read from the
 * device together, every so many and before every saved state.
 */
final class TrainingLoop {

    private final GenerationTask task;
    private final TrainingStep step;
    private final TrainingWatcher watcher;
    private final TrainingSpecification training;
    private final int documents;
    private final int readEvery;
    private final List<TrainingStep.Taken> unread = new ArrayList<>();
    private TrainingFigures figures;
    private double unreadSeconds;
    private double seconds;
    private double loading;
    private double saving;
    private long tokens;

    /**
     * The steps of a generation.
     *
     * @param documents selected documents: an epoch reads each once
     * @param readEvery steps between two looks at what they made
     * @param figures the sums over the steps that are done
     */
    TrainingLoop(
            GenerationTask task,
            TrainingStep step,
            TrainingWatcher watcher,
            int documents,
            int readEvery,
            TrainingFigures figures) {
        this.task = task;
        this.step = step;
        this.watcher = watcher;
        this.training = task.run().specification().training(task.generation());
        this.documents = documents;
        this.readEvery = readEvery;
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
        return new GenerationTraining.Times(loading, seconds, saving + more, tokens);
    }

    /**
     * Takes the steps that are left.
     *
     * @param save keeps a state from which these steps can go on
     * @throws NotFiniteException when a loss or gradient is no finite number
     */
    void run(Iterator<WeightedBatch> batches, Consumer<TrainingFigures> save) {
        int steps = training.steps(task.run().specification().text(), documents);
        for (int taken = figures.steps(); taken < steps; ) {
            if (watcher.cancelled()) {
                throw new TrainingCancelledException();
            }
            long asked = System.nanoTime();
            TrainingStep.Read batch = step.read(batches.next());
            loading += since(asked);
            long begun = System.nanoTime();
            unread.add(step.take(batch, taken, epoch(taken)));
            unreadSeconds += since(begun);
            taken++;
            boolean saves = taken % training.checkpointEverySteps() == 0 && taken < steps;
            if (saves || unread.size() == readEvery || taken == steps) {
                read(steps);
            }
            if (saves) {
                long saved = System.nanoTime();
                save.accept(figures);
                saving += since(saved);
            }
        }
    }

    /** The epoch that a step's first document belongs to. */
    private long epoch(int taken) {
        return (long) taken * training.batchSize() / documents;
    }

    private void read(int steps) {
        long begun = System.nanoTime();
        List<TrainingStep.Done> read = TrainingStep.await(unread);
        double taken = (unreadSeconds + since(begun)) / read.size();
        unread.clear();
        unreadSeconds = 0;
        for (TrainingStep.Done done : read) {
            if (!done.finite()) {
                throw notFinite(done);
            }
            figures = figures.plus(done.figures(), steps, epoch(figures.steps()));
            seconds += taken;
            long tokensRead = done.taken().tokensRead();
            tokens += tokensRead;
            watcher.stepped(figures.steps(), steps, done.figures().loss(), tokensRead, taken);
        }
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private NotFiniteException notFinite(TrainingStep.Done done) {
        double loss = done.figures().loss();
        return new NotFiniteException("training: the "
                + (Double.isFinite(loss) ? "gradient norm is " + done.gradientNorm() : "loss is " + loss) + " at step "
                + figures.steps() + ", batch sequence " + done.taken().sequence() + " of " + task.key());
    }

    /** A step gave no finite number; the weights are as they were before it. */
    static final class NotFiniteException extends RuntimeException {

        private NotFiniteException(String message) {
            super(message);
        }
    }
}
