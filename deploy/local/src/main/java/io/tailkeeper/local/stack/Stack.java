package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Broker, store and the four services on this machine.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Stack implements AutoCloseable {

    private static final int TOPIC_TRIES = 10;

    /** What Kafka's producers ask for unless they are told otherwise; the services' own transactions are shorter. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(60);

    private final RunDirectory directory;
    private final Path repository;
    private final StackOptions options;
    private final Consumer<String> events;
    private final FreePorts ports = new FreePorts();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final List<Child> infrastructure = new CopyOnWriteArrayList<>();
    private final Map<Service, Child> services = java.util.Collections.synchronizedMap(new EnumMap<>(Service.class));
    private final Child kafka;
    private final RedisServer redisRole;
    private final Child redis;
    private final HealthWatch health;
    private volatile boolean up;
    private volatile boolean stopped;

    /**
     * A stack that is not started yet.
     *
     * @param directory where data and logs go
     * @param repository root of the repository, where the packaged services lie
     * @param options what a person chose
     * @param events told, by any thread, what a person wants to know
     */
    public Stack(RunDirectory directory, Path repository, StackOptions options, Consumer<String> events) {
        this.directory = directory;
        this.repository = repository;
        this.options = options;
        this.events = events;
        this.kafka = child(new KafkaBroker(directory, ports, LONGEST_TRANSACTION));
        this.redisRole = RedisServer.closed(directory);
        this.redis = child(redisRole);
        infrastructure.addAll(List.of(kafka, redis));
        this.health = new HealthWatch(() -> List.copyOf(services.values()), events, InstantSource.system());
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @throws StackException when a part does not come up
     * @throws StoppedException when it is closed meanwhile
     */
    public void start() {
        try {
            startInfrastructure();
            events.accept("starting generator, detector, trainer and metrics");
            startServices();
            up = true;
        } catch (RuntimeException e) {
            if (stopped) {
                throw new StoppedException(e); // whatever it was that noticed
            }
            throw failure().<RuntimeException>map(StackException::new).orElse(e);
        }
    }

    /** Starts broker, with every topic, and store. */
    void startInfrastructure() {
        events.accept("starting Kafka and Redis");
        Children.start(List.of(kafka, redis), ports);
        createTopics();
    }

    /** The broker may be killed meanwhile like at any time. */
    private void createTopics() {
        for (int attempt = 1; ; attempt++) {
            try {
                KafkaBroker.createTopics(kafka.port());
                return;
            } catch (StackException e) {
                if (attempt == TOPIC_TRIES || failure().isPresent()) {
                    throw e;
                }
            }
        }
    }

    private void startServices() {
        Map<String, String> neighbours = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "QUARKUS_REDIS_HOSTS",
                redisAddress().toString());
        for (Service service : Service.values()) {
            if (service == Service.DETECTOR && options.detectors().isEmpty()) {
                continue; // all of them are somebody's own programs
            }
            services.put(service, child(new ServiceRole(service, repository, directory, neighbours, options)));
        }
        health.start();
        Children.start(List.copyOf(services.values()), ports);
    }

    private Child child(Role role) {
        return new Child(role, options.restarts(), options.starts(), new ChildWatch() {
            @Override
            public void event(String message) {
                events.accept(message);
            }

            @Override
            public void failed(String message) {
                failure.compareAndSet(null, message);
                // Nobody waits for the others; on a thread of its own, as the child that failed holds its lock.
                Thread.startVirtualThread(() -> all().forEach(Child::release));
            }
        });
    }

    /** Host and port of the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    /** A file that only this user reads, with where Redis answers, its password included. */
    public Path writeRedisAddress() {
        return RedisServer.keep(directory.root().resolve("redis-address"), redisAddress() + "\n");
    }

    /** Where Redis answers, its password included. */
    URI redisAddress() {
        return redisRole.address(redis.port());
    }

    /** Where a service answers HTTP. */
    public URI address(Service service) {
        Child child = Objects.requireNonNull(services.get(service), () -> service.word() + " was not started");
        return URI.create("http://127.0.0.1:" + child.port());
    }

    /** Where those services answer that are part of it. */
    public List<URI> addresses() {
        return List.copyOf(services.keySet()).stream().map(this::address).toList();
    }

    /** Why the stack cannot go on; empty while all is well. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The processes as they are now. */
    public List<ChildStatus> children() {
        return all().stream()
                .map(child -> new ChildStatus(child.name(), child.pid(), child.restarts()))
                .toList();
    }

    /** Whether a child serves right now. */
    public boolean ready(String child) {
        return find(child).filter(Child::ready).isPresent();
    }

    /** Whether there is a process of a child right now. */
    public boolean alive(String child) {
        return find(child).filter(Child::alive).isPresent();
    }

    /** Kills a child with SIGKILL, as if from outside; whether there was a process of it. */
    public boolean kill(String child) {
        return find(child).filter(Child::kill).isPresent();
    }

    private Optional<Child> find(String child) {
        return all().stream().filter(each -> each.name().equals(child)).findFirst();
    }

    /** The end of a child's log, for a message. */
    public String logTail(String child) {
        return LogTail.of(directory.log(child));
    }

    private List<Child> all() {
        List<Child> all = new ArrayList<>(infrastructure);
        all.addAll(services.values());
        return all;
    }

    /** Whether everything was up once. */
    public boolean wasUp() {
        return up;
    }

    /** Ends the services, then broker and store; returns when no process is left. */
    @Override
    public void close() {
        stopped = true;
        health.close();
        all().forEach(Child::release);
        List<Child> ending = List.copyOf(services.values());
        ending.forEach(Child::stop);
        ending.forEach(Child::close);
        infrastructure.forEach(Child::stop);
        infrastructure.forEach(Child::close);
    }

    /**
     * A process of the stack.
     *
     * @param name its name
     * @param pid process id; changes with a restart; -1 before the first start
     * @param restarts how often it had to be restarted
     */
    public record ChildStatus(String name, long pid, int restarts) {}
}
