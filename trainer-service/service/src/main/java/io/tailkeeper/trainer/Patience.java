package io.tailkeeper.trainer;

import io.tailkeeper.contracts.files.DiskRoom;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the disk takes what it refuses, or until the trainer stops. Nothing is lost meanwhile, because nothing is
 * acknowledged. Safe for use by several threads.
 */
public final class Patience {

    private static final System.Logger LOG = System.getLogger(Patience.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);
    private static final int ATTEMPTS_A_MINUTE = 30;

    private final Path folder;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<Thread, String> problems = new ConcurrentHashMap<>();

    /** The trainer stops: what was not done will be done after the next start. */
    public static final class StoppedException extends RuntimeException {

        private StoppedException() {
            super("the trainer stops");
        }
    }

    /** @param folder the trainer's: the disk is the one that it lies on */
    public Patience(Path folder) {
        this.folder = folder;
    }

    /** Whether something failed because the disk has no room. */
    public boolean lacksRoom(Throwable failure) {
        return DiskRoom.lacking(failure, folder);
    }

    /**
     * Does work that the disk may refuse, as often as it takes.
     *
     * @throws StoppedException when the trainer stops before the work is done
     */
    public void untilTheDiskTakes(Runnable work) throws InterruptedException {
        try {
            while (!done(work)) {
                pause(BETWEEN_ATTEMPTS);
            }
        } finally {
            problems.remove(Thread.currentThread());
        }
    }

    private boolean done(Runnable work) {
        try {
            work.run();
            return true;
        } catch (UncheckedIOException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(problems.put(Thread.currentThread(), problem))) {
                LOG.log(System.Logger.Level.ERROR, problem + "; nothing is lost, trying again");
            }
            return false;
        }
    }

    /**
     * Waits after a disk has refused work, until it has more room than now, or a minute has gone by.
     *
     * @param problem what was refused, and why
     * @throws StoppedException when the trainer stops
     */
    public void untilThereIsMoreRoom(String problem) throws InterruptedException {
        long free = DiskRoom.free(folder);
        LOG.log(System.Logger.Level.ERROR, problem + "; nothing is lost, and it goes on once there is room");
        problems.put(Thread.currentThread(), problem);
        try {
            for (int attempt = 0; attempt < ATTEMPTS_A_MINUTE && DiskRoom.free(folder) <= free; attempt++) {
                pause(BETWEEN_ATTEMPTS);
            }
        } finally {
            problems.remove(Thread.currentThread());
        }
    }

    /**
     * Waits for a while.
     *
     * @throws StoppedException when the trainer stops
     */
    public void pause(Duration pause) throws InterruptedException {
        if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StoppedException();
        }
    }

    /** What the disk refuses right now. */
    public Optional<String> problem() {
        return problems.values().stream().findFirst();
    }

    /** Whoever waits gives up. */
    public void stop() {
        stop.countDown();
    }
}
