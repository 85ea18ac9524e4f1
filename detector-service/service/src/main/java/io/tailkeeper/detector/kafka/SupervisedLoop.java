package io.tailkeeper.detector.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** Turns a loop on a thread of its own; after a failure begins a new life of it, a little later each time. */
public final class SupervisedLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<KafkaLoop> lives;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile KafkaLoop current;
    private volatile boolean working;

    /**
     * Makes a loop; {@link #start} starts it.
     *
     * @param name of the thread
     * @param lives makes the clients of a life; may fail, and is tried again
     */
    SupervisedLoop(String name, Supplier<KafkaLoop> lives) {
        this.lives = lives;
        thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            try (KafkaLoop life = lives.get()) {
                current = life;
                while (stop.getCount() > 0) {
                    life.turn();
                    working = true;
                    pause = FIRST_PAUSE;
                }
            } catch (WakeupException e) {
                LOG.debugf("%s is woken up to stop", thread.getName());
            } catch (RuntimeException e) {
                working = false;
                LOG.warnf(e, "%s failed (%s) and begins again in %s", thread.getName(), e.getMessage(), pause);
                pauseFor(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private void pauseFor(Duration pause) {
        try {
            if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debugf("%s stops", thread.getName());
            }
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    /** What the loop does. */
    public String name() {
        return thread.getName();
    }

    /** Whether the thread lives; a dead one needs a new process. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether its last turn succeeded. */
    public boolean isWorking() {
        return working;
    }

    @Override
    public void close() {
        stop.countDown();
        KafkaLoop life = current;
        if (life != null) {
            life.wakeUp();
        }
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warnf("%s did not stop within %s", thread.getName(), PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
