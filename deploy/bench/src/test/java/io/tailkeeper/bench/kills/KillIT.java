package io.tailkeeper.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.local.kafka.BrokerAccounts;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.ChildStatus;
import io.tailkeeper.report.view.Display;
import io.tailkeeper.report.view.ExperimentView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged services: an experiment in whose middle a process is killed, or whose topics hold large or mutated records,
 * ends as the undisturbed one does.
 */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KillIT {

    /** A service that was killed has to start again first. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static final Trial TRIAL = new Trial(2);

    /** MiB; the last two are more than the contract allows and less than the broker does. */
    private static final List<Double> LARGE = List.of(1.2, 8.6, 8.9);

    private static final int MUTATED = 2_000;
    private static final Set<String> WAITED_FOR = Set.of(Topics.RUNS_REQUESTED.name(), Topics.SAMPLES_COLLECTED.name());

    private static Stack stack;
    private static Outcome undisturbed;

    static List<String> victims() {
        return KillPlan.VICTIMS;
    }

    @BeforeAll
    static void runUndisturbed() throws InterruptedException {
        Path repository = Path.of(System.getProperty(Running.HOME));
        stack = new Stack(new RunDirectory(folder), repository, StackOptions.on("cpu"), System.out::println);
        stack.start();
        undisturbed = TRIAL.run(stack, "undisturbed", new Watcher(null));
        assertThat(undisturbed.faults()).isEmpty();
        everythingIsRead();
        assertThat(undisturbed.checkpoints()).isEqualTo(7);
        assertThat(Double.parseDouble(undisturbed.figures().get("baseline, generation 2, trained/maskedShare")))
                .isPositive();
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("victims")
    void aKilledProcessChangesNeitherCheckpointsNorMeasures(String victim) throws InterruptedException {
        Watcher watcher = new Watcher(victim);

        Outcome disturbed = TRIAL.run(stack, "killed-" + victim, watcher);

        assertThat(watcher.killed).isTrue();
        assertThat(disturbed.differences(undisturbed)).isEmpty();
        assertThat(disturbed.faults()).isEmpty();
        assertThat(stack.failure()).isEmpty();
        everythingIsRead();
    }

    /** An autoscaler lets an instance go when nothing is left to read; behind markers of transactions one is left at times. */
    private static void everythingIsRead() {
        try (BrokerAccounts accounts = new BrokerAccounts(stack.bootstrapServers())) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                Map<String, Map<TopicPartition, Long>> left = accounts.left();
                assertThat(left.keySet().stream().map(group -> group.replaceAll("[.-].*", "")))
                        .as("groups of " + left.keySet())
                        .contains("generator", "detector", "trainer", "metrics");
                assertThat(left.values()).hasSize(5).allSatisfy(partitions -> assertThat(partitions)
                        .isNotEmpty()
                        .allSatisfy((partition, offsets) -> assertThat(offsets).isZero()));
            });
        }
    }

    @Test
    void largeWrongRecordsOnEveryTopicEndAsOneDeadLetterEach() throws Exception {
        List<String> letters = Topics.ALL.stream()
                .flatMap(topic -> topic.deadLetters().stream())
                .filter(name ->
                        !name.equals(Topics.BATCHES_WEIGHTED.deadLetter("trainer"))) // it reads what is announced
                .toList();
        try (BrokerAccounts accounts = new BrokerAccounts(stack.bootstrapServers())) {
            Map<String, Integer> before = accounts.records(letters);
            for (Topic<?> topic : Topics.ALL) {
                for (double mebibytes : LARGE) {
                    byte[] body = wrong((int) (mebibytes * (1 << 20)));
                    accounts.write(List.of(new ProducerRecord<>(topic.name(), new byte[] {'x'}, body)));
                }
            }

            Outcome among = TRIAL.run(stack, "among-large-records", new Watcher(null));

            assertThat(among.differences(undisturbed)).isEmpty();
            assertThat(among.faults()).isEmpty();
            everythingIsRead();
            assertThat(accounts.records(letters))
                    .hasSameSizeAs(letters)
                    .allSatisfy((name, records) ->
                            assertThat(records - before.get(name)).as(name).isEqualTo(LARGE.size()));
            assertThat(stack.failure()).isEmpty();
        }
    }

    /**
     * Of requests and of collected samples, those that the contract allows are left out: they would be runs to train, and
     * samples that wait for their run for ever.
     */
    @Test
    void mutatedRecordsOnEveryTopicChangeNothing() throws Exception {
        RecordMutator mutator = new RecordMutator(MUTATED);
        List<ProducerRecord<byte[], byte[]>> mutated = LongStream.range(0, MUTATED)
                .mapToObj(mutator::record)
                .filter(each -> !WAITED_FOR.contains(each.topic()) || isRefused(each))
                .map(each -> new ProducerRecord<>(each.topic(), key(each), each.body()))
                .toList();
        List<Integer> restarts =
                stack.children().stream().map(ChildStatus::restarts).toList();
        try (BrokerAccounts accounts = new BrokerAccounts(stack.bootstrapServers())) {
            accounts.write(mutated);

            Outcome among = TRIAL.run(stack, "among-mutated-records", new Watcher(null));

            assertThat(among.differences(undisturbed)).isEmpty();
            assertThat(among.faults()).isEmpty();
            everythingIsRead();
            assertThat(stack.children()).extracting(ChildStatus::restarts).isEqualTo(restarts);
            assertThat(stack.failure()).isEmpty();
        }
    }

    /** The key of what is still a message: on a compacted topic it is refused under another one. */
    private static byte[] key(RecordMutator.Mutated mutated) {
        return key(Topics.find(mutated.topic()).orElseThrow(), mutated.body());
    }

    private static <T> byte[] key(Topic<T> topic, byte[] body) {
        try {
            return topic.keyOf().apply(ContractJson.read(topic, body)).getBytes(StandardCharsets.UTF_8);
        } catch (RejectedMessageException e) {
            return new byte[] {'x'};
        }
    }

    private static boolean isRefused(RecordMutator.Mutated record) {
        return new ContractDeserializer<>()
                        .deserialize(record.topic(), record.body())
                        .refusal()
                != null;
    }

    /** A body whose first field is of another kind than every contract says. */
    private static byte[] wrong(int bytes) {
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'a');
        byte[] begin =
                "{\"runId\":7,\"taskId\":7,\"sampleId\":7,\"sample\":7,\"text\":\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(begin, 0, body, 0, begin.length);
        body[bytes - 2] = '"';
        body[bytes - 1] = '}';
        return body;
    }

    /** Kills a process once its own work on the first generation of an arm has begun. */
    private static final class Watcher implements Display {

        private final String victim;
        private boolean killed;

        Watcher(String victim) {
            this.victim = victim;
        }

        @Override
        public void event(String message) {
            System.out.println(message);
        }

        @Override
        public void show(ExperimentView view) {
            boolean inTheMiddle = view.runs().stream()
                    .flatMap(run -> run.progress().stream())
                    .anyMatch(progress -> progress.generation() == 1
                            && ("trainer".equals(victim) ? progress.batches() > 0 : progress.collected() > 0));
            if (victim != null && !killed && inTheMiddle) {
                killed = stack.kill(victim);
            }
        }

        @Override
        public void close() {
            // Nothing is drawn.
        }
    }
}
