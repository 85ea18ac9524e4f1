package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Broker, with every topic, and store alone, for somebody who brings services of its own. What dies is not started again.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Infrastructure implements AutoCloseable {

    /** A bench holds its samples back in a transaction until the detectors have come up. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

    private static final ChildWatch NOBODY = new ChildWatch() {
        @Override
        public void event(String message) {
            // Nothing is started again, so there is nothing to tell.
        }

        @Override
        public void failed(String message) {
            // Whoever uses it notices.
        }
    };

    private final FreePorts ports = new FreePorts();
    private final Child kafka;
    private final RedisServer store;
    private final Child redis;

    /** None that is started yet. */
    public Infrastructure(RunDirectory directory) {
        kafka = new Child(
                new KafkaBroker(directory, ports, LONGEST_TRANSACTION), RestartLimits.USUAL, StartLimits.USUAL, NOBODY);
        store = RedisServer.closed(directory);
        redis = new Child(store, RestartLimits.USUAL, StartLimits.USUAL, NOBODY);
    }

    /**
     * Starts both and waits until they are ready.
     *
     * @throws StackException when one does not come up
     */
    public void start() {
        Children.start(List.of(kafka, redis), ports);
        kafka.release();
        redis.release();
        KafkaBroker.createTopics(kafka.port());
    }

    /** Host and port of the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    /** Process id of the broker. */
    public long brokerPid() {
        return kafka.pid();
    }

    /** Address of the store, its password included. */
    public URI redis() {
        return store.address(redis.port());
    }

    /** Process id of the store. */
    public long redisPid() {
        return redis.pid();
    }

    /** Ends both; returns when no process is left. */
    @Override
    public void close() {
        redis.stop();
        kafka.stop();
        redis.close();
        kafka.close();
    }
}
