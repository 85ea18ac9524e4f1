package io.tailkeeper.generator.kafka;

import io.tailkeeper.generator.Corpora;
import io.tailkeeper.generator.Sampler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The generator's one worker thread: takes a record, does it, commits it. Decoding takes seconds, so it runs on the
 * thread that polls; the broker is kept content by the client's own heartbeat.
 */
public final class GeneratorLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(GeneratorLoop.class.getName());
    private static final int SECONDS_BETWEEN_SESSIONS = 1;

    private final InstanceName instance;
    private final Clients clients;
    private final EndedRuns ended = new EndedRuns();
    private final RecordWork work;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Runnable onDeath;
    private volatile Session session;
    private volatile boolean connected;

    /**
     * @param broker how the broker is reached
     * @param directory where the instance keeps its name
     * @param onDeath is run when the thread ends of itself: the process is then of no more use
     */
    public GeneratorLoop(
            Map<String, Object> broker, Path directory, Corpora corpora, Sampler sampler, Runnable onDeath) {
        this.onDeath = onDeath;
        this.instance = InstanceName.in(directory);
        this.clients = new Clients(broker, instance.name());
        this.work = new RecordWork(corpora, sampler, ended, Clock.systemUTC());
        this.thread = Thread.ofPlatform().name("generator").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether records can be taken. */
    public boolean connected() {
        return connected;
    }

    /** Whether the worker thread lives. */
    public boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                runSession();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the generator cannot go on", e);
            onDeath.run();
        }
    }

    private void runSession() {
        try (Session opened = new Session(clients, work, ended)) {
            session = opened;
            opened.open();
            connected = true;
            while (stop.getCount() > 0) {
                opened.step();
            }
        } catch (WakeupException | InterruptException e) {
            LOG.log(Level.DEBUG, "woken up", e);
        } catch (KafkaException | IllegalStateException e) {
            LOG.log(Level.WARNING, "the connection to Kafka is opened again: " + e.getMessage(), e);
            pause();
        } finally {
            connected = false;
        }
    }

    private void pause() {
        try {
            stop.await(SECONDS_BETWEEN_SESSIONS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops after the record at hand, or in the middle of it after a few seconds; neither loses anything. */
    @Override
    public void close() throws IOException {
        stop.countDown();
        Session open = session;
        if (open != null) {
            open.wakeUp();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        instance.close();
    }
}
