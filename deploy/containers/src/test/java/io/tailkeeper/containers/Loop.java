package io.tailkeeper.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Network.Ipam.Config;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.IndefiniteWaitOneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** The whole loop: Kafka, Redis and the images of the four services, which reach the broker through a proxy only. */
final class Loop implements Closeable {

    private static final Map<String, Integer> PORTS =
            Map.of("generator", 8081, "detector", 8082, "trainer", 8083, "metrics", 8080);

    /** Four services start at once; a machine may be ten times slower. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int KAFKA = 19092;
    private static final int REDIS = 6379;
    private static final String PASSWORD = "a-password-of-this-test";
    private static final String ROOM = "192m";

    private final Network network = Network.newNetwork();
    private final LossyProxy proxy;
    private final KafkaContainer kafka;
    private final GenericContainer<?> redis;
    private final Map<String, GenericContainer<?>> services = new TreeMap<>();
    private final String checkpoints = "tailkeeper-" + network.getId();
    private String bootstrap = "";

    Loop() throws IOException {
        String gateway = gateway();
        proxy = new LossyProxy(InetAddress.getByName(gateway), this::broker);
        bootstrap = gateway + ":" + proxy.port();
        kafka = new KafkaContainer(Images.kafka())
                .withNetwork(network)
                .withListener("kafka:" + KAFKA, () -> bootstrap)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "9437184")
                .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", "9437184");
        redis = new GenericContainer<>(Images.redis())
                .withNetwork(network)
                .withNetworkAliases("redis")
                .withCommand("redis-server", "--requirepass", PASSWORD)
                .withExposedPorts(REDIS);
        engine().createVolumeCmd()
                .withName(checkpoints)
                .withDriver("local")
                .withDriverOpts(
                        Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=" + ROOM + ",uid=10001,gid=10001"))
                .exec();
        PORTS.forEach((name, port) -> services.put(name, service(name, port)));
    }

    private GenericContainer<?> service(String name, int port) {
        GenericContainer<?> service = new GenericContainer<>(Images.service(name))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv("KAFKA_BOOTSTRAP_SERVERS", bootstrap)
                .withEnv("QUARKUS_REDIS_HOSTS", "redis://redis:" + REDIS)
                .withEnv("QUARKUS_REDIS_PASSWORD", PASSWORD)
                .withEnv("TAILKEEPER_INSTANCE_ID", name + "-0")
                .withEnv("TAILKEEPER_HTTP_ALLOWED_HOSTS", name)
                .withExposedPorts(port)
                .waitingFor(Wait.forHttp("/q/health/ready").forPort(port).withStartupTimeout(PATIENCE));
        service.withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                .withRestartPolicy(RestartPolicy.alwaysRestart())
                .withBinds(checkpoints(name.equals("trainer") ? AccessMode.rw : AccessMode.ro)));
        return service;
    }

    /** Starts all, topics included. */
    void start() {
        kafka.start();
        redis.start();
        program("topics", "create", "--bootstrap", bootstrap).close();
        // The trainer's folder of checkpoints is made by its own image, before others mount it.
        services.get("trainer").start();
        services.values().parallelStream().forEach(GenericContainer::start);
    }

    /**
     * Runs an experiment to its end.
     *
     * @return generations.csv
     */
    String experiment(String... size) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--bootstrap", bootstrap, "--api", "http://metrics:8080"));
        arguments.addAll(List.of(size));
        arguments.addAll(List.of("--output", "/work/results"));
        try (GenericContainer<?> program = program(arguments.toArray(String[]::new))) {
            return program.copyFileFromContainer(
                    "/work/results/generations.csv",
                    stream -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A command of the program, which has ended well. */
    private GenericContainer<?> program(String... arguments) {
        GenericContainer<?> program = new GenericContainer<>(Images.program())
                .withNetwork(network)
                .withCommand(arguments)
                .withStartupCheckStrategy(new IndefiniteWaitOneShotStartupCheckStrategy());
        program.start();
        return program;
    }

    private Bind checkpoints(AccessMode mode) {
        return new Bind(checkpoints, new Volume("/var/lib/tailkeeper/trainer"), mode);
    }

    /** Fills the trainer's volume to its last byte, or makes the room again. */
    void fill(boolean full) {
        GenericContainer<?> shell = new GenericContainer<>(Images.program())
                .withCreateContainerCmdModifier(create -> {
                    create.withEntrypoint("sh", "-c");
                    Objects.requireNonNull(create.getHostConfig()).withBinds(checkpoints(AccessMode.rw));
                })
                .withCommand(new String[] {
                    full
                            ? "cat /dev/zero >/var/lib/tailkeeper/trainer/ballast 2>/dev/null || true"
                            : "rm /var/lib/tailkeeper/trainer/ballast"
                })
                .withStartupCheckStrategy(new IndefiniteWaitOneShotStartupCheckStrategy());
        shell.start();
        shell.stop();
    }

    /** Whether a service says that it is ready. */
    boolean ready(String name) throws IOException, InterruptedException {
        GenericContainer<?> service = service(name);
        int port = Objects.requireNonNull(PORTS.get(name));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://" + service.getHost() + ":" + service.getMappedPort(port) + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    KafkaContainer kafka() {
        return kafka;
    }

    LossyProxy proxy() {
        return proxy;
    }

    GenericContainer<?> service(String name) {
        return Objects.requireNonNull(services.get(name));
    }

    private InetSocketAddress broker() {
        String address = kafka.getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
        return new InetSocketAddress(address, KAFKA);
    }

    private String gateway() {
        try (var inspect = engine().inspectNetworkCmd().withNetworkId(network.getId())) {
            Config config = inspect.exec().getIpam().getConfig().getFirst();
            return config.getGateway();
        }
    }

    private static DockerClient engine() {
        return DockerClientFactory.instance().client();
    }

    @Override
    public void close() throws IOException {
        services.values().forEach(GenericContainer::stop);
        redis.stop();
        kafka.stop();
        proxy.close();
        engine().removeVolumeCmd(checkpoints).exec();
        network.close();
    }
}
