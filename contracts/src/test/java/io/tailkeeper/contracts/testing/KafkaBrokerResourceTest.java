package io.tailkeeper.contracts.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractDeserializer;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker of the tests, and a message's way through it. */
class KafkaBrokerResourceTest {

    private static final KafkaBrokerResource BROKER = new KafkaBrokerResource();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Map<String, Object> settings;

    @BeforeAll
    static void start() {
        settings = Map.of(
                "bootstrap.servers", BROKER.start().get("kafka.bootstrap.servers"), "auto.offset.reset", "earliest");
    }

    @AfterAll
    static void stop() {
        BROKER.stop();
    }

    @Test
    void hasEveryTopicOfTheContract() throws Exception {
        try (Admin admin = Admin.create(settings)) {
            for (Topic<?> topic : Topics.ALL) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
                String policy = admin.describeConfigs(List.of(resource))
                        .all()
                        .get(10, TimeUnit.SECONDS)
                        .get(resource)
                        .get("cleanup.policy")
                        .value();
                int partitions = admin.describeTopics(List.of(topic.name()))
                        .allTopicNames()
                        .get(10, TimeUnit.SECONDS)
                        .get(topic.name())
                        .partitions()
                        .size();
                assertThat(policy).as(topic.name()).isEqualTo(topic.compacted() ? "compact" : "delete");
                assertThat(partitions == 1).as(topic.name()).isEqualTo(topic.ordered());
            }
        }
    }

    @Test
    void hasTheDeadLettersOfEveryReader() throws Exception {
        try (Admin admin = Admin.create(settings)) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(Topics.ALL.stream()
                            .flatMap(topic -> topic.deadLetters().stream())
                            .toList());
        }
    }

    @Test
    void carriesAMessageWithItsKeyAndHeaders() throws Exception {
        RunRequested run = Specifications.run("carried", null);
        try (KafkaProducer<String, RunRequested> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ContractSerializer<RunRequested>())) {
            producer.send(new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), run.runId(), run))
                    .get(10, TimeUnit.SECONDS);
        }
        try (KafkaConsumer<String, Received<RunRequested>> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ContractDeserializer<RunRequested>())) {
            ConsumerRecord<String, Received<RunRequested>> received = first(consumer, Topics.RUNS_REQUESTED.name());
            assertThat(received.key()).isEqualTo("carried");
            assertThat(received.value().orRefuse()).isEqualTo(run);
            assertThat(received.headers().lastHeader("ce_type").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("io.tailkeeper.run-requested.v1");
        }
    }

    @Test
    void carriesTheLargestBody() throws Exception {
        String topic = Topics.BATCHES_WEIGHTED.name();
        byte[] largest = new byte[ContractJson.MAXIMUM_BYTES];
        sendBytes(new ProducerRecord<>(topic, 0, new byte[] {1}, largest));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            assertThat(first(consumer, topic).value()).hasSize(ContractJson.MAXIMUM_BYTES);
        }
    }

    @Test
    void carriesARefusedRecordToItsDeadLetters() throws Exception {
        byte[] poison = {(byte) 0xC3, 0x28};
        String topic = Topics.SAMPLES_SCORED.name();
        sendBytes(new ProducerRecord<>(topic, 0, new byte[] {7}, poison));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            ConsumerRecord<byte[], byte[]> refused = first(consumer, topic);
            sendBytes(DeadLetter.of(refused, "metrics", refusal(refused.value())));

            ConsumerRecord<byte[], byte[]> letter = first(consumer, Topics.SAMPLES_SCORED.deadLetter("metrics"));
            assertThat(letter.key()).containsExactly(7);
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(letter.headers().lastHeader(DeadLetter.REASON).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("SampleScored is not valid UTF-8");
        }
    }

    /** Whatever the broker took, it takes again as a dead letter: with large bodies, keys and headers, each filling a record. */
    @ParameterizedTest
    @CsvSource({
        "8600000, 10, 0",
        "8900000, 10, 0",
        "9437000, 10, 0",
        "10, 9437000, 0",
        "10, 10, 9436900",
        "3000000, 3000000, 3000000"
    })
    void carriesTheLargestRefusedRecordToItsDeadLetters(int body, int key, int header) throws Exception {
        ProducerRecord<byte[], byte[]> large =
                new ProducerRecord<>(Topics.SAMPLING_TASKS.name(), 0, new byte[key], new byte[body]);
        if (header > 0) {
            large.headers().add("h", new byte[header]);
        }
        sendBytes(large);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            ConsumerRecord<byte[], byte[]> refused = last(consumer, Topics.SAMPLING_TASKS.name());
            assertThat(refused.value()).hasSize(body);
            sendBytes(DeadLetter.of(refused, "generator", new RejectedMessageException("wrong ".repeat(10_000))));

            ConsumerRecord<byte[], byte[]> letter = last(consumer, Topics.SAMPLING_TASKS.deadLetter("generator"));
            assertThat(letter.headers().lastHeader(DeadLetter.OFFSET).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(Long.toString(refused.offset()));
        }
    }

    @Test
    void hasWhatItHadWhenItComesBack() throws Exception {
        String topic = Topics.DETECTORS_CALIBRATED.name();
        sendBytes(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {2}));

        BROKER.takeAway();
        BROKER.bringBack();

        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            assertThat(first(consumer, topic).value()).containsExactly(2);
        }
    }

    private static RejectedMessageException refusal(byte[] body) {
        try {
            throw new AssertionError("read: " + ContractJson.read(Topics.SAMPLES_SCORED, body));
        } catch (RejectedMessageException e) {
            return e;
        }
    }

    private static void sendBytes(ProducerRecord<byte[], byte[]> message) throws Exception {
        Map<String, Object> large = Map.of(
                "bootstrap.servers", settings.get("bootstrap.servers"), "max.request.size", Topic.MAXIMUM_RECORD_BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(large, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(message).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the broker refused it", e.getCause());
        }
    }

    private static <K, V> ConsumerRecord<K, V> last(KafkaConsumer<K, V> consumer, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        return from(consumer, partition, end - 1);
    }

    private static <K, V> ConsumerRecord<K, V> first(KafkaConsumer<K, V> consumer, String topic) {
        return from(consumer, new TopicPartition(topic, 0), 0);
    }

    private static <K, V> ConsumerRecord<K, V> from(
            KafkaConsumer<K, V> consumer, TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (ConsumerRecord<K, V> found : consumer.poll(Duration.ofMillis(200))) {
                return found;
            }
        }
        throw new AssertionError("nothing came on " + partition);
    }
}
