package io.tailkeeper.trainer.generation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.Ledger;
import io.tailkeeper.trainer.Patience;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.kafka.Announcements;
import io.tailkeeper.trainer.tracing.GenerationTraces;
import io.tailkeeper.trainer.tracing.TrainingSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * The generations that are due, trained one at a time in the order they were added. A broker that is away is waited for; a
 * failure ends the run, not the trainer, unless the JVM itself has failed. Safe for use by several threads.
 */
@ApplicationScoped
class TrainingQueue {

    private static final System.Logger LOG = System.getLogger(TrainingQueue.class.getName());
    private static final int PAUSE_SECONDS = 2;

    private final BiFunction<GenerationTask, BooleanSupplier, GenerationTrained> worker;
    private final Consumer<GenerationTrained> tellTrained;
    private final Consumer<RunFinished> tellFinished;
    private final Ledger ledger;
    private final Patience patience;
    private final GenerationTraces traces;
    private final BlockingQueue<GenerationTask> due = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean training;

    @Inject
    TrainingQueue(
            GenerationWorker worker,
            Announcements announcements,
            Ledger ledger,
            GenerationTraces traces,
            Patience patience,
            MeterRegistry meters) {
        this(worker::work, announcements::trained, announcements::finished, ledger, traces, patience);
        MultiGauge.builder("tailkeeper.trainer.generations.due")
                .register(meters) // in the place of that of an application which ended in this JVM
                .register(List.of(MultiGauge.Row.of(Tags.empty(), this, TrainingQueue::due)), true);
    }

    /**
     * A queue.
     *
     * @param worker trains a task, as long as it is not cancelled
     * @param tellTrained announces what was trained; returns when that is done
     * @param tellFinished announces the end of a run; returns when that is done
     * @param patience waits for a disk without room
     */
    TrainingQueue(
            BiFunction<GenerationTask, BooleanSupplier, GenerationTrained> worker,
            Consumer<GenerationTrained> tellTrained,
            Consumer<RunFinished> tellFinished,
            Ledger ledger,
            GenerationTraces traces,
            Patience patience) {
        this.traces = traces;
        this.worker = worker;
        this.tellTrained = tellTrained;
        this.tellFinished = tellFinished;
        this.ledger = ledger;
        this.patience = patience;
    }

    /** Generations whose pool is whole, the one that is being trained included. */
    int due() {
        return due.size() + (training ? 1 : 0);
    }

    void add(GenerationTask task) {
        due.add(task);
    }

    /** Ends a run that cannot go on. */
    void fail(String runId, String reason) {
        LOG.log(System.Logger.Level.ERROR, "run {0} failed: {1}", runId, reason);
        RunFinished end = new RunFinished(runId, RunFinished.Status.FAILED, "trainer", reason, Instant.now());
        tellFinished.accept(end);
        ledger.finished(end);
    }

    /** Trains what is due until it is interrupted; what was unfinished goes on from its last state when it is added again. */
    void run() throws InterruptedException {
        while (!closed()) {
            GenerationTask next = due.take();
            training = true;
            try {
                train(next);
            } finally {
                training = false;
            }
        }
    }

    /** Stops at the next step; the thread of {@link #run} is to be interrupted, it may wait for the broker. */
    void close() {
        closed.countDown();
    }

    private boolean closed() {
        return closed.getCount() == 0;
    }

    private boolean unwanted(GenerationKey key) {
        return closed() || ledger.over(key);
    }

    private void train(GenerationTask task) throws InterruptedException {
        GenerationKey key = task.key();
        if (unwanted(key)) {
            return;
        }
        try (TrainingSpan span = traces.train(key)) {
            while (!unwanted(key)) {
                Optional<GenerationTrained> trained = attempt(task, span);
                if (trained.isPresent()) {
                    span.trained(trained.get());
                    tellTrained.accept(trained.get());
                    ledger.trained(trained.get());
                }
            }
        }
    }

    /** The trained generation; empty when it is not wanted any more or has to be tried again. */
    private Optional<GenerationTrained> attempt(GenerationTask task, TrainingSpan span) throws InterruptedException {
        GenerationKey key = task.key();
        try {
            LOG.log(System.Logger.Level.INFO, "training generation {0}", key);
            return Optional.of(worker.apply(task, () -> unwanted(key)));
        } catch (TrainingCancelledException e) {
            LOG.log(System.Logger.Level.INFO, "training of generation {0} stopped", key);
            span.failed("stopped");
        } catch (TrainingFailedException | CheckpointException | UncheckedIOException e) {
            if (patience.lacksRoom(e)) {
                span.waits(String.valueOf(e.getMessage()));
                patience.untilThereIsMoreRoom("generation " + key + " waits for room: " + e.getMessage());
            } else {
                fail(key, String.valueOf(e.getMessage()), e, span);
            }
        } catch (KafkaException e) {
            if (!closed()) {
                LOG.log(System.Logger.Level.WARNING, "generation " + key + " waits for the broker", e);
                boolean unused = closed.await(PAUSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RuntimeException e) {
            fail(key, e + "; see the trainer's log", e, span);
        } catch (Error e) {
            fail(key, e + "; see the trainer's log", e, span);
            throw e; // the run is over, so the next process does not meet it again
        }
        return Optional.empty();
    }

    private void fail(GenerationKey key, String reason, Throwable cause, TrainingSpan span) {
        span.failed(reason);
        if (!unwanted(key)) {
            LOG.log(System.Logger.Level.ERROR, "generation " + key + " cannot be trained", cause);
            fail(key.runId(), "generation " + key.generation() + ": " + reason);
        }
    }
}
