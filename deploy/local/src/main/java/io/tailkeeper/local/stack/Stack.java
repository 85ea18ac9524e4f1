package io.tailkeeper.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Broker, store and the four services on this machine.
 *
 * <p>{@link #start} and {@link #close} may be called by different threads, so that a shutdown hook can end a start.
 */
public final class Stack implements AutoCloseable {

    private final RunDirectory directory;
    private final Path repository;
    private final StackOptions options;
    private final Consumer<String> events;
    private final Ports ports = new Ports(new Random());
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final List<Child> infrastructure = new CopyOnWriteArrayList<>();
    private final Map<Service, Child> services = java.util.Collections.synchronizedMap(new EnumMap<>(Service.class));
    private final Child kafka;
    private final Child redis;

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
        this.kafka = child(new KafkaBroker(directory, ports));
        this.redis = child(new RedisServer(directory));
        infrastructure.addAll(List.of(kafka, redis));
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @throws StackException when a part does not come up
     */
    public void start() {
        startInfrastructure();
        events.accept("starting generator, detector, trainer and metrics");
        startServices();
    }

    /** Starts broker, with every topic, and store. */
    void startInfrastructure() {
        events.accept("starting Kafka and Redis");
        startAll(List.of(kafka, redis));
        KafkaBroker.createTopics(kafka.port());
    }

    private void startServices() {
        Map<String, String> neighbours = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "QUARKUS_REDIS_HOSTS",
                "redis://127.0.0.1:" + redis.port());
        for (Service service : Service.values()) {
            if (service == Service.DETECTOR && options.detectors().isEmpty()) {
                continue; // all of them are somebody's own programs
            }
            services.put(service, child(new ServiceRole(service, repository, directory, neighbours, options)));
        }
        startAll(List.copyOf(services.values()));
    }

    private void startAll(List<Child> children) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(children.stream()
                            .map(child -> CompletableFuture.runAsync(() -> child.start(ports), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : new StackException(e.getMessage(), e);
        }
    }

    private Child child(Role role) {
        return new Child(role, new Child.Watch() {
            @Override
            public void event(String message) {
                events.accept(message);
            }

            @Override
            public void failed(String message) {
                failure.compareAndSet(null, message);
            }
        });
    }

    /** Host and port of the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    /** Where a service answers HTTP. */
    public URI address(Service service) {
        return URI.create("http://127.0.0.1:" + services.get(service).port());
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
    boolean ready(String child) {
        return all().stream().anyMatch(each -> each.name().equals(child) && each.ready());
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

    /** Ends the services, then broker and store; returns when no process is left. */
    @Override
    public void close() {
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
