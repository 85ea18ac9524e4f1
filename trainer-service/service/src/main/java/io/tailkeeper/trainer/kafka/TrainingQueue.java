package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/**
 * The generations that are due, trained one at a time in the order they were added, on a thread of its own. A broker that
 * is away is waited for; any other failure ends the run, not the trainer. Safe for use by several threads.
 */
final class TrainingQueue implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TrainingQueue.class.getName());
    private static final int PAUSE_SECONDS = 2;

    private final GenerationWorker worker;
    private final Outbox outbox;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("training").factory());
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    TrainingQueue(GenerationWorker worker, Outbox outbox) {
        this.worker = worker;
        this.outbox = outbox;
    }

    void add(GenerationTask task) {
        thread.execute(() -> train(task));
    }

    /** A run's generations are not wanted any more, the one in training included. */
    void drop(String runId) {
        dropped.add(runId);
    }

    private boolean unwanted(GenerationKey key) {
        return closed.getCount() == 0 || dropped.contains(key.runId());
    }

    private void train(GenerationTask task) {
        GenerationKey key = task.key();
        while (!unwanted(key)) {
            try {
                LOG.log(System.Logger.Level.INFO, "training generation {0}", key);
                worker.work(task, () -> unwanted(key));
                return;
            } catch (TrainingCancelledException e) {
                LOG.log(System.Logger.Level.INFO, "training of generation {0} stopped", key);
            } catch (TrainingFailedException | CheckpointException | UncheckedIOException e) {
                fail(key, e.getMessage(), e);
            } catch (KafkaException e) {
                LOG.log(System.Logger.Level.WARNING, "generation " + key + " waits for the broker", e);
                pause();
            } catch (RuntimeException | Error e) {
                fail(key, e + "; see the trainer's log", e);
            }
        }
    }

    private void fail(GenerationKey key, String reason, Throwable cause) {
        if (!unwanted(key)) {
            LOG.log(System.Logger.Level.ERROR, "generation " + key + " cannot be trained", cause);
            outbox.failed(key.runId(), "generation " + key.generation() + ": " + reason);
            drop(key.runId());
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.INFO, "no longer waiting for the broker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** Stops at the next step; what was unfinished goes on from its last state when it is added again. */
    @Override
    public void close() {
        closed.countDown();
        thread.close();
    }
}
