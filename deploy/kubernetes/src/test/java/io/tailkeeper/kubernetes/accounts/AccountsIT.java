package io.tailkeeper.kubernetes.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.kubernetes.Kustomize;
import io.tailkeeper.kubernetes.Manifests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services under the environment of their manifests, on a broker with TLS where each may do what its KafkaUser says
 * and nothing else.
 */
class AccountsIT {

    /** A packaged service starts and joins its group over TLS before what is waited for happens. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path folder;

    private static SecureBroker broker;
    private static Services services;

    @BeforeAll
    static void start() throws Exception {
        Manifests manifests = Kustomize.render(List.of("strimzi", "redis"));
        broker = new SecureBroker(manifests, folder);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(broker::furnish);
        services = new Services(manifests, broker, folder);
        services.awaitReady(PATIENCE);
    }

    @AfterAll
    static void stop() throws Exception {
        if (services != null) {
            services.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private static KafkaConsumer<byte[], byte[]> reader(String account) {
        return new KafkaConsumer<>(broker.client(account), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void write(String account, String topic, byte[] key, byte[] body) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.client(account), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, body)).get();
        }
    }

    /** How a run ended; none while it goes on. */
    private static List<RunFinished> ends(String runId) {
        try (KafkaConsumer<byte[], byte[]> reader = reader(SecureBroker.ADMIN)) {
            TopicPartition only = new TopicPartition(Topics.RUNS_FINISHED.name(), 0);
            reader.assign(List.of(only));
            reader.seekToBeginning(List.of(only));
            return reader.poll(Duration.ofSeconds(2)).records(only).stream()
                    .filter(end -> new String(end.key(), StandardCharsets.UTF_8).equals(runId))
                    .map(end -> ContractJson.read(Topics.RUNS_FINISHED, end.value()))
                    .toList();
        }
    }

    /** Those of some topics that hold a record. */
    private static Set<String> filled(Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> reader = reader(SecureBroker.ADMIN)) {
            return reader
                    .endOffsets(topics.stream()
                            .map(topic -> new TopicPartition(topic, 0))
                            .toList())
                    .entrySet()
                    .stream()
                    .filter(end -> end.getValue() > 0)
                    .map(end -> end.getKey().topic())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void rightsAreEnoughForARunAndForEveryDeadLetter() throws Exception {
        RunRequested request = Specifications.run("accounts", null);
        Map<String, Object> settings = broker.client("tailkeeper-experiment");
        try (KafkaProducer<String, RunRequested> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ContractSerializer<>())) {
            producer.send(new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), request.runId(), request))
                    .get();
        }
        await().atMost(PATIENCE).until(() -> ends(request.runId()), ends -> !ends.isEmpty());
        assertThat(ends(request.runId()))
                .extracting(RunFinished::status, RunFinished::reason)
                .containsExactly(tuple(RunFinished.Status.COMPLETED, null));

        Set<String> letters = new TreeSet<>();
        for (Topic<?> topic : Topics.ALL) {
            write(SecureBroker.ADMIN, topic.name(), new byte[] {1}, new byte[] {2});
            letters.addAll(topic.deadLetters());
        }
        letters.remove(Topics.BATCHES_WEIGHTED.deadLetter("trainer")); // it reads what it has announced only
        await().atMost(PATIENCE).until(() -> filled(letters), letters::equals);

        assertThat(services.said()).hasSize(4);
        assertThat(services.said().values()).isNotEmpty().allSatisfy(log -> assertThat(log)
                .doesNotContainIgnoringCase("not authorized")
                .doesNotContain("AuthorizationException", "could not be written"));
    }

    @Test
    void whatAServiceNeedNotDoItMayNot() {
        assertThatThrownBy(() -> write("tailkeeper-generator", "samples.scored.v1", null, new byte[] {1}))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("tailkeeper-detector", "runs.requested.v1", null, new byte[] {1}))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        try (KafkaConsumer<byte[], byte[]> reader = reader("tailkeeper-experiment")) {
            reader.assign(List.of(new TopicPartition("samples.collected.v1", 0)));
            reader.seekToBeginning(reader.assignment());

            assertThatThrownBy(() -> reader.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }
}
