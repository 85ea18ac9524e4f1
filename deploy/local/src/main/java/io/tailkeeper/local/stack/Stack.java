package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.process.Child;
import io.tailkeeper.process.ChildStatus;
import io.tailkeeper.process.ChildWatch;
import io.tailkeeper.process.Children;
import io.tailkeeper.process.HealthWatch;
import io.tailkeeper.process.LogTail;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.process.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Broker, store and the four services on this machine.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Stack implements Installation, AutoCloseable {

    private final RunDirectory directory;
    private final Path repository;
    private final StackOptions options;
    private final Consumer<String> events;
    private final FreePorts ports = new FreePorts();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final Infrastructure infrastructure;
    private final Map<Service, Child> parts = new ConcurrentSkipListMap<>();
    private final HealthWatch health;
    private volatile boolean stopped;

    /**
     * A stack that is not started yet.
     *
     * @param directory where data and logs go
     * @param repository root of the repository, where the packaged services lie
     * @param options what a person chose
     * @param events receives, from any thread, what a person wants to know
     */
    public Stack(RunDirectory directory, Path repository, StackOptions options, Consumer<String> events) {
        this.directory = directory;
        this.repository = repository;
        this.options = options;
        this.events = events;
        this.infrastructure = new Infrastructure(directory, ports, this::child);
        this.health = new HealthWatch(() -> List.copyOf(parts.values()), events, InstantSource.system());
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @throws ProcessException when a part does not come up
     * @throws StoppedException when it is closed meanwhile
     */
    public void start() {
        try {
            startInfrastructure();
            events.accept("starting generator, detector, trainer and metrics");
            startServices();
        } catch (RuntimeException e) {
            if (stopped) {
                throw new StoppedException(e); // whatever it was that noticed
            }
            throw failure().<RuntimeException>map(ProcessException::new).orElse(e);
        }
    }

    void startInfrastructure() {
        events.accept("starting Kafka and Redis");
        infrastructure.start(this::up);
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
            parts.put(service, child(new ServiceRole(service, repository, directory, neighbours, options)));
        }
        health.start();
        Children.start(List.copyOf(parts.values()), ports, this::up);
    }

    private void up(Child child) {
        events.accept(child.name() + " is up");
    }

    private Child child(Role role) {
        return new Child(role, options.restarts(), options.starts(), ChildWatch.of(events, this::failed));
    }

    private void failed(String message) {
        failure.compareAndSet(null, message);
        // Nobody waits for the others; on a thread of its own, as the child that failed holds its lock.
        Thread.startVirtualThread(() -> all().forEach(Child::release));
    }

    @Override
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", infrastructure.bootstrapServers());
    }

    /** A file that only this user reads, with where Redis answers, its password included. */
    public Path writeRedisAddress() {
        return RedisServer.keep(directory.root().resolve("redis-address"), redisAddress() + "\n");
    }

    URI redisAddress() {
        return infrastructure.redis();
    }

    /** Where a service answers HTTP. */
    public URI address(Service service) {
        Child child = Objects.requireNonNull(parts.get(service), () -> service.word() + " was not started");
        return URI.create("http://127.0.0.1:" + child.port());
    }

    @Override
    public URI api() {
        return address(Service.METRICS);
    }

    @Override
    public List<URI> services() {
        return List.copyOf(parts.keySet()).stream().map(this::address).toList();
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public List<ChildStatus> children() {
        return all().stream().map(Child::status).toList();
    }

    /** Whether a child serves right now. */
    public boolean ready(String child) {
        return find(child).filter(Child::ready).isPresent();
    }

    /** Whether there is a process of a child right now. */
    public boolean alive(String child) {
        return find(child).map(Child::status).filter(ChildStatus::alive).isPresent();
    }

    /** Kills a child with SIGKILL, as if from outside; whether there was a process of it. */
    public boolean kill(String child) {
        return find(child).filter(Child::kill).isPresent();
    }

    private Optional<Child> find(String child) {
        return all().stream().filter(each -> each.name().equals(child)).findFirst();
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public String hint() {
        return LogTail.of(directory.log(Service.TRAINER.word()));
    }

    private List<Child> all() {
        return Stream.concat(infrastructure.children().stream(), parts.values().stream())
                .toList();
    }

    /** Ends the services, then broker and store; returns when no process is left. */
    @Override
    public void close() {
        stopped = true;
        health.close();
        all().forEach(Child::release);
        List<Child> ending = List.copyOf(parts.values());
        ending.forEach(Child::stop);
        ending.forEach(Child::close);
        infrastructure.close();
    }
}
