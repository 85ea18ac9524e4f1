package io.tailkeeper.detector.kafka;

import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.RunDetector;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One instance: a loop that reads its book, and for each of its detectors one that calibrates and one that scores. */
public final class DetectorLoops implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final List<SupervisedLoop> loops = new ArrayList<>();

    /**
     * Makes the loops; {@link #start} starts them.
     *
     * @param detectors of the instance, each under an id of its own
     * @param book of these detectors, empty
     * @param calibrationTimeout longest wait of samples for their detector
     */
    public DetectorLoops(
            KafkaClients clients,
            List<RunDetector> detectors,
            DetectorBook book,
            Clock clock,
            Duration calibrationTimeout) {
        loops.add(new SupervisedLoop("detector-book", () -> new BookLoop(clients, book, caughtUp::countDown)));
        for (RunDetector detector : detectors) {
            loops.add(new SupervisedLoop(detector.id() + "-calibration", () -> {
                awaitBook();
                return new CalibrationLoop(clients, detector, book);
            }));
            loops.add(new SupervisedLoop(detector.id() + "-scoring", () -> {
                awaitBook();
                return new ScoringLoop(clients, detector, book, new WaitingGenerations(clock, calibrationTimeout));
            }));
        }
    }

    /** Starts the threads. */
    public void start() {
        loops.forEach(SupervisedLoop::start);
    }

    /** The loops, for health checks. */
    public List<SupervisedLoop> all() {
        return List.copyOf(loops);
    }

    private void awaitBook() {
        try {
            if (!caughtUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the runs and calibrated detectors have not been read yet");
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
