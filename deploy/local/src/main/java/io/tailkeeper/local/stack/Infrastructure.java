package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.process.Child;
import io.tailkeeper.process.ChildWatch;
import io.tailkeeper.process.Children;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.process.RestartLimits;
import io.tailkeeper.process.Role;
import io.tailkeeper.process.StartLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Broker, with every topic, and store: the part of a stack that services stand on.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Infrastructure implements AutoCloseable {

    private static final int TOPIC_TRIES = 10;

    /** What Kafka's producers ask for unless they are told otherwise; the services' own transactions are shorter. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(60);

    /** A bench holds its samples back in a transaction until the detectors have come up. */
    private static final Duration BENCH_TRANSACTION = Duration.ofMinutes(10);

    /** Nothing is started again, so there is nothing to tell; a failure is noticed by who uses it. */
    private static final ChildWatch NOBODY = ChildWatch.of(event -> {}, failure -> {});

    private final FreePorts ports;
    private final boolean restarted;
    private final Child kafka;
    private final RedisServer store;
    private final Child redis;

    /**
     * One for somebody who brings services of its own, not started yet. What dies is not started again.
     *
     * @param directory where data and logs go
     */
    public Infrastructure(RunDirectory directory) {
        this(
                directory,
                BENCH_TRANSACTION,
                new FreePorts(),
                role -> new Child(role, RestartLimits.USUAL, StartLimits.USUAL, NOBODY),
                false);
    }

    /**
     * One of a stack, not started yet. What dies is started again.
     *
     * @param directory where data and logs go
     * @param ports where both take theirs from
     * @param children makes the supervised process of a role
     */
    Infrastructure(RunDirectory directory, FreePorts ports, Function<Role, Child> children) {
        this(directory, LONGEST_TRANSACTION, ports, children, true);
    }

    private Infrastructure(
            RunDirectory directory,
            Duration longestTransaction,
            FreePorts ports,
            Function<Role, Child> children,
            boolean restarted) {
        this.ports = ports;
        this.restarted = restarted;
        this.kafka = children.apply(new KafkaBroker(directory, ports, longestTransaction));
        this.store = RedisServer.closed(directory);
        this.redis = children.apply(store);
    }

    /**
     * Starts both, waits until they are ready, and makes the topics.
     *
     * @throws ProcessException when one does not come up
     */
    public void start() {
        start(child -> {});
    }

    /**
     * The same for somebody who wants to know which one is ready.
     *
     * @param ready receives each as soon as it is, by any thread
     */
    void start(Consumer<Child> ready) {
        Children.start(children(), ports, ready);
        if (!restarted) {
            children().forEach(Child::release);
        }
        createTopics();
    }

    /** The broker may be killed meanwhile like at any time. */
    private void createTopics() {
        for (int attempt = 1; ; attempt++) {
            try {
                KafkaBroker.createTopics(kafka.port());
                return;
            } catch (ProcessException e) {
                if (attempt == TOPIC_TRIES || kafka.ended()) {
                    throw e;
                }
            }
        }
    }

    List<Child> children() {
        return List.of(kafka, redis);
    }

    /** Host and port of the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    /** Process id of the broker. */
    public long brokerPid() {
        return kafka.status().pid();
    }

    /** Address of the store, its password included. */
    public URI redis() {
        return store.address(redis.port());
    }

    /** Process id of the store. */
    public long redisPid() {
        return redis.status().pid();
    }

    /** Ends both; returns when no process is left. */
    @Override
    public void close() {
        children().forEach(Child::stop);
        children().forEach(Child::close);
    }
}
