package io.tailkeeper.trainer.generation;

import io.tailkeeper.checkpoints.Checkpoints;
import io.tailkeeper.checkpoints.StorePatience;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingWatcher;
import io.tailkeeper.trainer.pytorch.GenerationTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The trainer's checkpoints: its own files in its folder, and where others read them. A store that is away is waited for, as long
 * as the generation is wanted.
 */
@ApplicationScoped
class TrainerCheckpoints {

    private static final System.Logger LOG = System.getLogger(TrainerCheckpoints.class.getName());

    private final TrainerDirectory directory;
    private final Checkpoints checkpoints;
    private final StorePatience patience;

    TrainerCheckpoints(TrainerDirectory directory, Checkpoints checkpoints, StorePatience patience) {
        this.directory = directory;
        this.checkpoints = checkpoints;
        this.patience = patience;
    }

    /** A generation's training, which begins with the checkpoint that its task names. */
    GenerationTraining training(GenerationTask task, TrainingWatcher watcher, BooleanSupplier cancelled) {
        return new GenerationTraining(task, directory, watcher, start -> open(start, cancelled));
    }

    /**
     * Opens a checkpoint: the own copy where there is one, else the store's.
     *
     * @throws TrainingCancelledException when nobody waits any more
     */
    PretrainedModel open(CheckpointReference checkpoint, BooleanSupplier cancelled) {
        Optional<Path> own = checkpoints.name(checkpoint).flatMap(directory::own);
        if (own.isPresent() && isSame(own.get(), checkpoint)) {
            return Models.openCheckpoint(own.get(), checkpoint.sha256());
        }
        return waited(() -> checkpoints.open(checkpoint), cancelled);
    }

    private static boolean isSame(Path own, CheckpointReference checkpoint) {
        try {
            if (Sha256.of(own).equals(checkpoint.sha256())) {
                return true;
            }
            LOG.log(System.Logger.Level.WARNING, "{0} is not {1}, which is fetched", own, checkpoint.uri());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, own + " cannot be read; " + checkpoint.uri() + " is fetched", e);
        }
        return false;
    }

    /**
     * Puts a finished checkpoint where others read it; a message may name it from then on.
     *
     * @param checkpoint a file of the own folder
     * @return the same by the URI that others open it with
     * @throws TrainingCancelledException when nobody waits any more
     */
    CheckpointReference publish(GenerationTask task, CheckpointReference checkpoint, BooleanSupplier cancelled) {
        return waited(() -> checkpoints.publish(task.key(), checkpoint), cancelled);
    }

    private <T> T waited(Supplier<T> attempt, BooleanSupplier cancelled) {
        try {
            return patience.until(attempt, cancelled);
        } catch (CancellationException e) {
            throw new TrainingCancelledException();
        }
    }
}
