package io.tailkeeper.detector.kafka;

import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.SampleScorer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One detector instance: the loops that read its book, calibrate and score. */
public final class DetectorLoops implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final List<SupervisedLoop> loops;

    /**
     * Makes the loops; {@link #start} starts them.
     *
     * @param calibrationTimeout longest wait of samples for their detector
     */
    public DetectorLoops(KafkaClients clients, Encoder encoder, Clock clock, Duration calibrationTimeout) {
        DetectorBook book = new DetectorBook(encoder.dimension());
        SampleScorer scorer = new SampleScorer(encoder, book);
        loops = List.of(
                new SupervisedLoop("detector-book", () -> new BookLoop(clients, book, caughtUp::countDown)),
                new SupervisedLoop("detector-calibration", () -> {
                    awaitBook();
                    return new CalibrationLoop(clients, encoder, book);
                }),
                new SupervisedLoop("detector-scoring", () -> {
                    awaitBook();
                    return new ScoringLoop(clients, scorer, book, new WaitingGenerations(clock, calibrationTimeout));
                }));
    }

    /** Starts the threads. */
    public void start() {
        loops.forEach(SupervisedLoop::start);
    }

    /** The loops, for health checks. */
    public List<SupervisedLoop> all() {
        return loops;
    }

    private void awaitBook() {
        try {
            if (!caughtUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the calibrated detectors and ended runs have not been read yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    @Override
    public void close() {
        loops.reversed().forEach(SupervisedLoop::close);
    }
}
