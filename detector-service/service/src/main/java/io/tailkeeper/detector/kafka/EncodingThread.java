package io.tailkeeper.detector.kafka;

import io.tailkeeper.detector.run.SampleScorer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Scores one batch at a time on a thread of its own, so that the encoder need not wait for the broker. Used by one thread. */
final class EncodingThread implements AutoCloseable {

    private final ExecutorService thread;
    private @Nullable Future<Encoded> running;

    /**
     * A batch that only needs to be committed.
     *
     * @param offsets how far its partitions have then been dealt with
     */
    record Encoded(ScoringBatch batch, SampleScorer.Scores scores, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    EncodingThread(String name) {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Begins with a batch; the one before has been taken or dropped. */
    void begin(ScoringBatch batch, Map<TopicPartition, OffsetAndMetadata> offsets) {
        running = thread.submit(() -> new Encoded(batch, batch.score(), offsets));
    }

    /** Whether there is nothing to take. */
    boolean isIdle() {
        return running == null;
    }

    /** Whether {@link #take} would not have to wait. */
    boolean isReady() {
        return running == null || running.isDone();
    }

    /** Waits for the batch that was begun; none when there is none. What its thread throws comes as it is. */
    Optional<Encoded> take() {
        if (running == null) {
            return Optional.empty();
        }
        Future<Encoded> taken = running;
        running = null;
        try {
            return Optional.of(taken.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("scoring failed: " + e.getCause(), e.getCause());
            }
        }
    }

    /** Forgets the batch that was begun: its records will be read again. */
    void drop() {
        running = null;
    }

    /** Waits for what is being scored: whoever closes the encoder next finds nobody in it. */
    @Override
    public void close() {
        thread.close();
    }
}
