package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.process.ChildStatus;
import io.tailkeeper.process.Processes;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real broker and the real store as child processes. */
class StackTest {

    /** What was ended by force is started again, and a broker takes half a minute for that on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What file systems allow and Kafka's settings do not: a comma ends a folder there, and letters are Latin-1. */
    private static final String STRANGE = "ümlaut 図, a:b \"c\" it's";

    @TempDir
    static Path folder;

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = new Stack(new RunDirectory(folder.resolve(STRANGE)), folder, StackOptions.on("cpu"), EVENTS::add);
        stack.startInfrastructure();
    }

    @AfterAll
    static void close() {
        List<Long> processes = Processes.marked(folder);
        assertThat(processes).hasSizeGreaterThanOrEqualTo(2);

        stack.close();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Processes.marked(folder)).isEmpty());
    }

    @Test
    void aPersonIsToldWhatIsUp() {
        assertThat(EVENTS).startsWith("starting Kafka and Redis").contains("kafka is up", "redis is up");
    }

    @Test
    void everyTopicExistsAndADeadLetterTopicForEachOfItsReaders() throws Exception {
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .containsExactlyInAnyOrderElementsOf(Topics.ALL.stream()
                            .flatMap(topic -> Stream.concat(Stream.of(topic.name()), topic.deadLetters().stream()))
                            .toList())
                    .contains("samples.scored.v1", "samples.scored.v1.trainer.dlq", "runs.finished.v1.generator.dlq");
            Map<String, TopicDescription> descriptions = admin.describeTopics(
                            Topics.ALL.stream().map(Topic::name).toList())
                    .allTopicNames()
                    .get();
            for (Topic<?> topic : Topics.ALL) {
                assertThat(descriptions.get(topic.name()).partitions())
                        .as(topic.name())
                        .hasSize(topic.ordered() ? 1 : 3);
                assertThat(setting(admin, topic.name(), "cleanup.policy"))
                        .as(topic.name())
                        .isEqualTo(topic.compacted() ? "compact" : "delete");
                assertThat(setting(admin, topic.name(), "max.message.bytes")).isEqualTo("9437184");
                assertThat(setting(admin, topic.deadLetters().getFirst(), "max.message.bytes"))
                        .isEqualTo("9437184");
            }
        }
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }

    @Test
    void dataLieWhereTheyWereAskedForAndNowhereElse() throws IOException {
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside.map(path -> path.getFileName().toString()).filter(name -> !name.equals("second")))
                    .containsExactly(STRANGE);
        }
        assertThat(folder.resolve(STRANGE).resolve("stack/kafka/data/meta.properties"))
                .isRegularFile();
        assertThat(stack.failure()).isEmpty();
    }

    @Test
    void whoeverDoesNotKnowItsPasswordGetsNothingFromTheStore() throws IOException {
        URI address = stack.redisAddress();
        String password = address.getUserInfo().substring(1);

        assertThat(password).hasSize(48);
        assertThat(answer(address, "DBSIZE\r\n")).startsWith("-NOAUTH");
        assertThat(answer(address, "AUTH 1234\r\n")).startsWith("-WRONGPASS");
        assertThat(answer(address, "AUTH " + password + "\r\n")).startsWith("+OK");
        Path settings = folder.resolve(STRANGE).resolve("stack/redis/redis.conf");
        assertThat(Files.getPosixFilePermissions(settings))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse("")))
                .isNotEmpty()
                .noneMatch(line -> line.contains(password));
    }

    private static String answer(URI address, String command) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII)
                    + new String(
                            socket.getInputStream()
                                    .readNBytes(socket.getInputStream().available()),
                            StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aTransactionThatSomebodyLeavesOpenEndsWithinAMinute() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                stack.bootstrapServers(),
                "transactional.id",
                "stranger",
                "transaction.timeout.ms",
                60_000));
        try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
            producer.initTransactions();
        }
        settings.put("transaction.timeout.ms", 60_001);
        try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
            assertThatThrownBy(producer::initTransactions).hasMessageContaining("transaction timeout is larger than");
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void killedStoreIsStartedAgainOnItsPort() {
        killAndAwaitRestart("redis");
    }

    @Test
    void killedBrokerIsStartedAgainWithItsTopics() throws Exception {
        killAndAwaitRestart("kafka");

        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).contains("runs.requested.v1");
        }
    }

    private static void killAndAwaitRestart(String child) {
        ChildStatus before = status(child);

        assertThat(ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly())
                .isTrue();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status(child).restarts()).isEqualTo(before.restarts() + 1);
            assertThat(status(child).pid()).isNotEqualTo(before.pid());
            assertThat(stack.ready(child)).isTrue();
        });
        assertThat(EVENTS).contains(child + " ended with status 137 and is started again");
        assertThat(stack.failure()).isEmpty();
    }

    private static ChildStatus status(String child) {
        return stack.children().stream()
                .filter(status -> status.name().equals(child))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void secondStackBesideTheFirstHasItsOwnPorts() {
        try (Stack second =
                new Stack(new RunDirectory(folder.resolve("second")), folder, StackOptions.on("cpu"), event -> {})) {
            second.startInfrastructure();

            assertThat(second.bootstrapServers()).isNotEqualTo(stack.bootstrapServers());
            assertThat(second.ready("redis")).isTrue();
        }
        assertThat(stack.ready("redis")).isTrue();
        assertThat(Files.exists(folder.resolve("second/logs/kafka.log"))).isTrue();
    }

    private static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
    }
}
