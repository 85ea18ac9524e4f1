package io.tailkeeper.local.stack;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Broker, with every topic, and store alone, for somebody who brings services of its own. What dies is not started again.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Infrastructure implements AutoCloseable {

    private static final Child.Watch NOBODY = new Child.Watch() {
        @Override
        public void event(String message) {
            // Nothing is started again, so there is nothing to tell.
        }

        @Override
        public void failed(String message) {
            // Whoever uses it notices.
        }
    };

    private final Ports ports = new Ports(new Random());
    private final Child kafka;
    private final Child redis;

    /** None that is started yet. */
    public Infrastructure(RunDirectory directory) {
        kafka = new Child(new KafkaBroker(directory, ports), NOBODY);
        redis = new Child(new RedisServer(directory), NOBODY);
    }

    /**
     * Starts both and waits until they are ready.
     *
     * @throws StackException when one does not come up
     */
    public void start() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(List.of(kafka, redis).stream()
                            .map(child -> CompletableFuture.runAsync(() -> child.start(ports), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : new StackException(e.getMessage(), e);
        }
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

    /** Port of the store. */
    public int redisPort() {
        return redis.port();
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
