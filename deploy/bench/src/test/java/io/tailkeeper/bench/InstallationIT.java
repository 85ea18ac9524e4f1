package io.tailkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.Tailkeeper;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program on an installation that is there already, and on one of its own that was interrupted: both end with the
 * checkpoints of each other.
 */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InstallationIT {

    /** Broker, store and four services start within it, and a generation is trained. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static Stack stack;
    private static Map<String, String> checkpoints;

    @BeforeAll
    static void runThere() throws Exception {
        stack = new Stack(
                new RunDirectory(folder.resolve("installation")),
                Path.of(System.getProperty(Running.HOME)),
                StackOptions.on("cpu"),
                System.out::println);
        stack.start();
        Path output = folder.resolve("there");

        assertThat(there("run", "--preset", "smoke", "--output", output.toString())
                        .waitFor())
                .as(console())
                .isZero();

        assertThat(console())
                .contains("dashboard " + stack.api(), "completed in ")
                .doesNotContain("starting Kafka");
        checkpoints = checkpoints(output);
        assertThat(checkpoints).hasSize(7);
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    private static Map<String, String> checkpoints(Path output) throws IOException {
        JsonNode report = MAPPER.readTree(output.resolve("report.json").toFile());
        Map<String, String> found = new TreeMap<>();
        for (JsonNode run : report.requiredAt("/runs")) {
            assertThat(run.requiredAt("/status").asText()).isEqualTo("completed");
            for (JsonNode each : run.requiredAt("/generations")) {
                found.put(
                        run.requiredAt("/arm").asText() + ", generation "
                                + each.requiredAt("/generation").asInt(),
                        each.requiredAt("/checkpointSha256").asText());
            }
        }
        return found;
    }

    @Test
    void anInterruptedExperimentIsResumedAndEndsAsAnUndisturbedOne() throws Exception {
        Path output = folder.resolve("here");
        Process launcher = program("run", "--preset", "smoke", "--output", output.toString());
        Path trained = output.resolve("stack/trainer");
        await().atMost(PATIENCE).until(() -> hasCheckpointOfAnArm(trained));
        launcher.destroyForcibly().waitFor(); // SIGKILL: nothing is said to anybody
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Processes.marked(output)).isEmpty());
        assertThat(output.resolve("report.json")).doesNotExist();

        Process resumed = program("run", "--resume", output.toString());
        await().atMost(PATIENCE).until(() -> console().contains("starting Kafka"));
        assertThat(other("run", "--resume", output.toString()).waitFor()).isEqualTo(1);
        assertThat(otherConsole()).contains("another ./tailkeeper works in " + output);
        await().atMost(PATIENCE).until(() -> console().contains("dashboard http"));
        resumed.destroy(); // as Ctrl-C does
        resumed.waitFor();
        assertThat(console())
                .contains("go on with it by ./tailkeeper run --resume " + output)
                .doesNotContain("Exception");

        assertThat(program("run", "--resume", output.toString()).waitFor())
                .as(console())
                .isZero();

        assertThat(console()).contains("it is resumed", "completed in ");
        assertThat(checkpoints(output)).isEqualTo(checkpoints);
        assertThat(program("run", "--resume", output.toString()).waitFor()).isEqualTo(2);
        assertThat(console()).contains("every run of this experiment is over; its report is ");
    }

    private static boolean hasCheckpointOfAnArm(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals("model.safetensors"))
                    .anyMatch(file -> !file.toString().contains("-base"));
        }
    }

    @Test
    void experimentsAreListedShownAndCancelled() throws Exception {
        assertThat(there("topics", "create").waitFor()).as(console()).isZero();
        assertThat(console()).contains("every topic is there");
        Process endless = there(
                "run",
                "--preset",
                "smoke",
                "--set",
                "generations=200",
                "--output",
                folder.resolve("endless").toString());
        await().atMost(PATIENCE).until(() -> console().contains("generation 1"));
        String experiment = MAPPER.readTree(
                        folder.resolve("endless/experiment.json").toFile())
                .requiredAt("/experimentId")
                .asText();

        List<String> listed = lines("runs", "list", "--api", stack.api().toString());
        assertThat(listed.get(1)).startsWith(experiment).contains("running");
        assertThat(listed.get(2)).contains("completed");
        assertThat(lines("runs", "cancel", experiment, "--bootstrap", stack.bootstrapServers(), "--api", api()))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" cancelled"));

        assertThat(endless.waitFor()).as(console()).isEqualTo(1);
        assertThat(lines("runs", "show", experiment, "--api", api()))
                .anyMatch(line -> line.contains("cancelled with ./tailkeeper runs cancel"));
        assertThat(other("runs", "show", "nobody", "--api", api()).waitFor()).isEqualTo(2);
        assertThat(otherConsole())
                .contains("no experiment and no run is called nobody; the newest experiment is " + experiment);
    }

    @Test
    void theEnvironmentNamesAnInstallationToo() throws Exception {
        ProcessBuilder listing = command("other.txt", "runs", "list");
        listing.environment().put("TAILKEEPER_API", api());
        ProcessBuilder wrong = command("wrong.txt", "run", "--preset", "smoke");
        wrong.environment().put("TAILKEEPER_BOOTSTRAP", "no port");

        assertThat(listing.start().waitFor()).isZero();
        assertThat(wrong.start().waitFor()).isEqualTo(2);

        assertThat(otherConsole()).contains("completed");
        assertThat(Files.readString(folder.resolve("wrong.txt"))).contains("\"no port\" is no HOST:PORT");
    }

    @Test
    void aRequestThatServicesRefuseComesBackInWords() throws Exception {
        String letters = Topics.RUNS_REQUESTED.deadLetter("generator");
        try (KafkaProducer<String, String> services =
                new KafkaProducer<>(stack.kafka(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> letter = new ProducerRecord<>(letters, "of-tomorrow", "{}");
            letter.headers().add(DeadLetter.REASON, "seed is missing".getBytes(StandardCharsets.UTF_8));
            RecordMetadata lies = send(services, letter);
            assertThat(lies.hasOffset()).isTrue();
        }

        assertThat(other("runs", "show", "of-tomorrow", "--bootstrap", stack.bootstrapServers(), "--api", api())
                        .waitFor())
                .isEqualTo(2);

        assertThat(otherConsole())
                .contains("the request of run of-tomorrow was refused by the generator: seed is missing");
    }

    private static RecordMetadata send(KafkaProducer<String, String> producer, ProducerRecord<String, String> record)
            throws InterruptedException, ExecutionException {
        return producer.send(record).get();
    }

    private static String api() {
        return stack.api().toString();
    }

    private static Process there(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap", stack.bootstrapServers(), "--api", api()));
        return program(all.toArray(String[]::new));
    }

    private static List<String> lines(String... arguments) throws IOException, InterruptedException {
        assertThat(other(arguments).waitFor())
                .as(() -> String.join(" ", arguments))
                .isZero();
        return Files.readAllLines(folder.resolve("other.txt")).stream()
                .filter(line -> !line.startsWith("SLF4J")) // of the test's class path
                .toList();
    }

    private static String otherConsole() throws IOException {
        return Files.readString(folder.resolve("other.txt"));
    }

    private static Process other(String... arguments) throws IOException {
        return start("other.txt", arguments);
    }

    private static Process program(String... arguments) throws IOException {
        return start("console.txt", arguments);
    }

    private static Process start(String console, String... arguments) throws IOException {
        return command(console, arguments).start();
    }

    private static ProcessBuilder command(String console, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-D" + Running.HOME + "=" + System.getProperty(Running.HOME),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                Tailkeeper.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(console).toFile());
    }

    private static String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
