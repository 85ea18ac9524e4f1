package io.tailkeeper.trainer.pytorch;

import io.tailkeeper.contracts.TrainingSpecification;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
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
    private TrainingFigures figures;
    private double seconds;
    private double saving;
    private long tokens;

    TrainingLoop(GenerationTask task, TrainingStep step, TrainingWatcher watcher, TrainingFigures figures) {
        this.task = task;
        this.step = step;
        this.watcher = watcher;
        this.training = task.run().specification().training(task.generation());
        this.figures = figures;
    }

    /** The sums over all steps done. */
    TrainingFigures figures() {
        return figures;
    }

    /** Where the time went; {@code more} is added to that of checkpoints. */
    GenerationTraining.Times times(double more) {
        return new GenerationTraining.Times(seconds, saving + more, tokens);
    }

    /** @param save keeps a state from which these steps can go on */
    void run(Iterator<WeightedBatch> batches, Consumer<TrainingFigures> save) {
        int steps = training.steps(task.run().specification().text());
        while (figures.steps() < steps) {
            if (watcher.cancelled()) {
                throw new TrainingCancelledException();
            }
            WeightedBatch batch = batches.next();
            long begun = System.nanoTime();
            TrainingStep.Done done = step.take(batch, figures.steps());
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

    private TrainingFailedException notFinite(WeightedBatch batch, TrainingStep.Done done) {
        int every = training.checkpointEverySteps();
        int good = figures.steps() / every * every;
        double loss = done.figures().loss();
        return new TrainingFailedException("training: the "
                + (Double.isFinite(loss) ? "gradient norm is " + done.gradientNorm() : "loss is " + loss) + " at step "
                + figures.steps() + ", batch sequence " + batch.sequence() + " of " + task.key()
                + "; last good state: " + (good == 0 ? "the start of the generation" : "step " + good)
                + "; lower training.learning-rate or training.gradient-clip");
    }
}
