package io.tailkeeper.local.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpServer;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.follow.RunPublisher;
import io.tailkeeper.local.kafka.RefusedRequests;
import io.tailkeeper.local.session.Connected;
import io.tailkeeper.local.stack.Infrastructure;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.process.ProcessException;
import io.tailkeeper.report.Canned;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real broker, and a server that answers as the metrics service did. InstallationIT has the service itself. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RunsBrokerTest {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @TempDir
    static Path folder;

    private static Infrastructure infrastructure;
    private static HttpServer server;
    private static URI api;

    /** What is answered, one after the other; the last stays. */
    private static final Map<String, List<Answer>> ANSWERS = new ConcurrentHashMap<>();

    /** What was asked for and changes something: method, type, path. */
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    private record Answer(int status, Object body) {}

    private final StringWriter printed = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        infrastructure = new Infrastructure(new RunDirectory(folder));
        infrastructure.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            if (!exchange.getRequestMethod().equals("GET")) {
                ASKED.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + " " + exchange.getRequestURI());
            }
            List<Answer> answers = ANSWERS.getOrDefault(
                    exchange.getRequestURI().getPath(), List.of(new Answer(404, Map.of("error", "unknown"))));
            Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            byte[] body = answer.body() instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : MAPPER.writeValueAsBytes(answer.body());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterAll
    static void end() {
        server.stop(0);
        infrastructure.close();
    }

    @BeforeEach
    void answerAsUsual() {
        ANSWERS.clear();
        ASKED.clear();
        answer(
                "/api/experiments",
                new Answer(
                        200,
                        "[{\"experimentId\":\"quickstart-1\",\"arms\":[\"base\",\"protected\"],\"state\":\"completed\","
                                + "\"requestedAt\":\"2026-11-21T08:00:00Z\"}]"));
        answer("/api/experiments/quickstart-1", new Answer(200, Canned.view()));
    }

    private static void answer(String path, Answer... answers) {
        ANSWERS.put(path, new ArrayList<>(List.of(answers)));
    }

    private PrintWriter out() {
        return new PrintWriter(printed);
    }

    private static RemoteInstallation installation() {
        return RemoteInstallation.of(infrastructure.bootstrapServers(), api.toString());
    }

    @Test
    void experimentsAreListed() throws InterruptedException {
        Runs.list(api, out());

        assertThat(printed.toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("quickstart-1  completed  2026-11-21 ")
                .endsWith("  base, protected");
    }

    @Test
    void anExperimentIsShownWithWhatWasMeasured() throws InterruptedException {
        Runs.show(api, Map.of(), "quickstart-1", out());

        assertThat(printed.toString()).contains("quickstart-1-base", " measured", "ratio", "protected");
    }

    @Test
    void aRunIsShownByItsOwnName() throws InterruptedException {
        RunView run = Canned.view().runs().getFirst();
        answer("/api/runs/" + run.run().runId(), new Answer(200, run));

        Runs.show(api, Map.of(), run.run().runId(), out());

        assertThat(printed.toString().lines().toList().get(1))
                .startsWith(run.run().runId())
                .contains(run.state());
    }

    @Test
    void whatNobodyKnowsIsSaidWithTheNewest() {
        assertThatThrownBy(() -> Runs.show(api, Map.of(), "nobody", out()))
                .isInstanceOf(UsageException.class)
                .hasMessage("no experiment and no run is called nobody; the newest experiment is quickstart-1, and"
                        + " ./tailkeeper runs list names all");
        answer("/api/experiments", new Answer(200, "[]"));
        assertThatThrownBy(() -> Runs.cancel(api, Map.of(), "nobody", out()))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("there is none yet");
    }

    @Test
    void openRunsAreCancelledAndItIsWaitedUntilThatIsKnown() throws InterruptedException {
        RunView open = opened(Canned.view().runs().getFirst());
        ExperimentView running = new ExperimentView("quickstart-1", List.of(open));
        answer(
                "/api/experiments/quickstart-1",
                new Answer(200, running),
                new Answer(200, running),
                new Answer(200, Canned.view()));

        Runs.cancel(api, installation().kafka(), "quickstart-1", out());

        assertThat(ASKED).isEmpty();
        assertThat(printed.toString().strip()).isEqualTo(open.run().runId() + " cancelled");
        RunFinished end = ContractJson.read(
                Topics.RUNS_FINISHED,
                last(Topics.RUNS_FINISHED.name(), open.run().runId()).value());
        assertThat(end.status()).isEqualTo(RunFinished.Status.CANCELLED);
        assertThat(end.why()).isEqualTo("cancelled with ./tailkeeper runs cancel");
        assertThatThrownBy(() -> Runs.cancel(api, Map.of(), "quickstart-1", out()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("quickstart-1 is over already");
    }

    @Test
    void withoutBrokersTheServiceEndsThem() throws InterruptedException {
        List<RunView> open = Canned.view().runs().stream()
                .limit(2)
                .map(RunsBrokerTest::opened)
                .toList();
        answer(
                "/api/experiments/quickstart-1",
                new Answer(200, new ExperimentView("quickstart-1", open)),
                new Answer(200, Canned.view()));
        List<String> paths = open.stream()
                .map(run -> "/api/runs/" + run.run().runId() + "/cancel")
                .toList();
        answer(paths.getFirst(), new Answer(202, Map.of()));
        answer(paths.getLast(), new Answer(409, Map.of("error", "over already"))); // it has ended meanwhile

        Runs.cancel(api, Map.of(), "quickstart-1", out());

        assertThat(ASKED)
                .containsExactlyInAnyOrderElementsOf(paths.stream()
                        .map(path -> "POST application/json " + path)
                        .toList());
        assertThat(printed.toString().lines()).hasSize(2).allMatch(line -> line.endsWith(" cancelled"));
        answer("/api/experiments/quickstart-1", new Answer(200, new ExperimentView("quickstart-1", open)));
        answer(paths.getFirst(), new Answer(403, Map.of("error", "you may only read")));
        answer(paths.getLast(), new Answer(403, Map.of("error", "you may only read")));
        assertThatThrownBy(() -> Runs.cancel(api, Map.of(), "quickstart-1", out()))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("/cancel with status 403: you may only read");
    }

    private static RunView opened(RunView run) {
        return new RunView(run.run(), "running", null, List.of(), List.of(), List.of());
    }

    private static ConsumerRecord<String, byte[]> last(String topic, String key) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(installation().kafka(), new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found.stream()
                    .filter(record -> record.key().equals(key))
                    .toList()
                    .getLast();
        }
    }

    @Test
    void aRefusedRequestIsFoundOnceAndByWhoAskedOnly() throws Exception {
        try (RefusedRequests refused = new RefusedRequests(installation().kafka())) {
            letter("earlier", "too old");
            refused.skip();
            letter("mine", "seed is missing");
            letter("theirs", "seed is missing");

            assertThat(refused.news(List.of("mine", "earlier")))
                    .containsExactly("the request of run mine was refused by the generator: seed is missing");
            assertThat(refused.news(List.of("mine", "earlier"))).isEmpty();
        }
        assertThatThrownBy(() -> Runs.show(api, installation().kafka(), "theirs", out()))
                .isInstanceOf(UsageException.class)
                .hasMessage("the request of run theirs was refused by the generator: seed is missing");
    }

    private static void letter(String runId, String reason) throws InterruptedException, ExecutionException {
        try (KafkaProducer<String, String> service =
                new KafkaProducer<>(installation().kafka(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> letter =
                    new ProducerRecord<>(Topics.RUNS_REQUESTED.deadLetter("generator"), runId, "{}");
            letter.headers().add(DeadLetter.REASON, reason.getBytes(StandardCharsets.UTF_8));
            RecordMetadata lies = service.send(letter).get();
            assertThat(lies.hasOffset()).isTrue();
        }
    }

    @Test
    void anInstallationIsLookedAtBeforeItIsUsed() throws InterruptedException {
        answer("/api/experiments", new Answer(503, Map.of("error", "not caught up")), new Answer(200, "[]"));
        try (Connected connected = new Connected(installation(), event -> {})) {
            connected.beforeStop(() -> {});
            connected.start();

            assertThat(connected.installation().bootstrapServers()).isEqualTo(infrastructure.bootstrapServers());
            assertThat(connected.installation().services()).containsExactly(api);
            assertThat(connected.installation().children()).isEmpty();
            assertThat(connected.installation().failure()).isEmpty();
            assertThat(connected.installation().shared()).isTrue();
            assertThat(connected.installation().hint()).contains(api.toString());
        }
    }

    @Test
    void whatIsNoInstallationIsSaid() {
        answer("/api/experiments", new Answer(200, "{\"hello\":1}"));
        refused("answers what this program does not understand");
        answer("/api/experiments", new Answer(500, Map.of("error", "it burns")));
        refused("answers /api/experiments with status 500: it burns; give --api URL");
        answer("/api/experiments", new Answer(401, Map.of("error", "a token is asked for")));
        refused("asks for a token; put it into the environment variable TAILKEEPER_API_TOKEN");
        answer("/api/experiments", new Answer(418, "no JSON"));
        refused("with status 418; give --api URL");
        assertThatThrownBy(() -> Runs.list(URI.create("http://127.0.0.1:1"), out()))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("no metrics service answers at http://127.0.0.1:1");
        Map<String, Object> nobody =
                Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", 500, "default.api.timeout.ms", 1_000);
        assertThatThrownBy(() -> new RemoteInstallation(nobody, api).check())
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("the brokers at 127.0.0.1:1 do not answer");
        assertThatThrownBy(() -> new RemoteInstallation(
                                Map.of(
                                        "bootstrap.servers",
                                        "127.0.0.1:1",
                                        "security.protocol",
                                        "SSL",
                                        "ssl.truststore.location",
                                        "/missing"),
                                api)
                        .check())
                .isInstanceOf(ProcessException.class)
                .hasMessageStartingWith("no Kafka client can be made: ");
        assertThatThrownBy(() -> RunPublisher.end(Map.of("bootstrap.servers", "no port"), List.of()))
                .isInstanceOf(ProcessException.class);
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> installation().check())
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining(reason);
    }
}
