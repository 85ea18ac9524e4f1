package io.tailkeeper.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Channels with the strategies of this module, on a real broker. */
@QuarkusTest
@QuarkusTestResource(KafkaBrokerResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlowBrokerTest {

    /** A group forms, records come and offsets are committed, with consumers that start anew in between. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String COLLECTED = Topics.SAMPLES_COLLECTED.name();
    private static final String LETTERS = Topics.SAMPLES_COLLECTED.deadLetter("detector");

    @Inject
    TestChannels channels;

    @Inject
    StateTopics stateTopics;

    @Inject
    WrittenLetters writtenLetters;

    @Inject
    DeadLetters letters;

    @Inject
    Supervision supervision;

    @Inject
    MeterRegistry meters;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    private static SampleCollected sample(String id, String text) {
        return new SampleCollected(id, "run", 1, "", text, Provenance.HUMAN);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put("max.request.size", 9 * 1024 * 1024);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private <T> void send(Topic<T> topic, List<T> messages) {
        ContractSerializer<T> serializer = new ContractSerializer<>("test");
        send(messages.stream()
                .map(message -> serializer.toRecord(topic, message))
                .toList());
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            var sent = records.stream().map(producer::send).toList();
            producer.flush();
            assertThat(sent)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.resultNow().hasOffset()).isTrue());
        }
    }

    /** Sends each sample in a transaction of its own, which leaves a marker behind it. */
    private void sendInTransactions(List<SampleCollected> samples) {
        ContractSerializer<SampleCollected> serializer = new ContractSerializer<>("test");
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "outside"))) {
            producer.initTransactions();
            for (SampleCollected sample : samples) {
                producer.beginTransaction();
                var sent = producer.send(serializer.toRecord(Topics.SAMPLES_COLLECTED, sample));
                producer.commitTransaction();
                assertThat(sent.resultNow().hasOffset()).isTrue();
            }
        }
    }

    private Map<TopicPartition, Long> committed(String group) throws Exception {
        try (Admin admin = Admin.create(broker)) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> found = admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
            found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
            return offsets;
        }
    }

    private Map<TopicPartition, Long> ends(String topic) throws Exception {
        try (Admin admin = Admin.create(broker)) {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition ->
                            wanted.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> {
                if (end.offset() > 0) {
                    ends.put(partition, end.offset());
                }
            });
            return ends;
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put("group.id", "reader");
        settings.put("enable.auto.commit", false);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    @Test
    @Order(1)
    void committedOffsetsReachTheEndBehindTheMarkersOfTransactions() throws Exception {
        sendInTransactions(IntStream.range(0, 20)
                .mapToObj(i -> sample("run:1:" + i, "text " + i))
                .toList());

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(channels.samples).hasSize(20);
            assertThat(ends(COLLECTED).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("a marker for each sample")
                    .isEqualTo(40);
            assertThat(committed("samples")).containsAllEntriesOf(ends(COLLECTED));
        });
        assertThat(meters.get("tailkeeper.backlog").tag("channel", "samples-in").gauges())
                .isNotEmpty()
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero());
    }

    @Test
    @Order(2)
    void nothingIsCommittedPastARecordThatWaitsForItsAcknowledgement() throws Exception {
        Map<TopicPartition, Long> before = ends(COLLECTED);
        send(Topics.SAMPLES_COLLECTED, List.of(sample("held-1", TestChannels.HELD)));
        await().atMost(PATIENCE).until(() -> channels.samples.contains("held-1"));
        TopicPartition partition = ends(COLLECTED).entrySet().stream()
                .filter(end -> !end.getValue().equals(before.get(end.getKey())))
                .findFirst()
                .orElseThrow()
                .getKey();
        ProducerRecord<byte[], byte[]> next = new ContractSerializer<SampleCollected>("test")
                .toRecord(Topics.SAMPLES_COLLECTED, sample("after-held", "after"));
        send(List.of(new ProducerRecord<>(COLLECTED, partition.partition(), next.key(), next.value(), next.headers())));
        await().atMost(PATIENCE).until(() -> channels.samples.contains("after-held"));

        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        committed("samples").get(partition))
                .isEqualTo(before.get(partition)));
        assertThat(meters.get("tailkeeper.backlog")
                        .tag("channel", "samples-in")
                        .tag("partition", Integer.toString(partition.partition()))
                        .gauge()
                        .value())
                .isEqualTo(1);

        channels.release();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed("samples")).containsAllEntriesOf(ends(COLLECTED)));
    }

    @Test
    @Order(3)
    void aRefusedRecordBecomesADeadLetterAsItCame() throws Exception {
        byte[] poison = {(byte) 0xC3, 0x28};
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(COLLECTED, 0, new byte[] {7}, poison);
        sent.headers().add("mine", new byte[] {1, 2});
        send(List.of(sent));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(read(LETTERS)).hasSize(1));
        ConsumerRecord<byte[], byte[]> letter = read(LETTERS).getFirst();
        assertThat(letter.key()).containsExactly(7);
        assertThat(letter.value()).isEqualTo(poison);
        assertThat(letter.headers().lastHeader("mine").value()).containsExactly(1, 2);
        assertThat(text(letter, DeadLetter.REASON)).isEqualTo("SampleCollected is not valid UTF-8");
        assertThat(text(letter, DeadLetter.TOPIC)).isEqualTo(COLLECTED);
        assertThat(letter.headers())
                .extracting(Header::key)
                .as("those of the record, and why it was refused")
                .isNotEmpty()
                .allMatch(name -> name.equals("mine") || name.startsWith("dead-letter-"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed("samples")).containsAllEntriesOf(ends(COLLECTED)));
    }

    @Test
    @Order(4)
    void aRecordIsRefusedOnceHoweverOftenItIsReadAgain() {
        ConsumerRecord<byte[], byte[]> letter = read(LETTERS).getFirst();
        ConsumerRecord<byte[], byte[]> refused = new ConsumerRecord<>(
                COLLECTED,
                Integer.parseInt(text(letter, DeadLetter.PARTITION)),
                Long.parseLong(text(letter, DeadLetter.OFFSET)),
                letter.key(),
                letter.value());

        letters.refuse(refused, new RejectedMessageException("again")).await().atMost(PATIENCE);
        assertThat(read(LETTERS)).hasSize(1);
        assertThat(new WrittenLetters(broker)
                        .contains(DeadLetter.of(refused, "detector", new RejectedMessageException("later"))))
                .as("known to a new process")
                .isTrue();
    }

    @Test
    @Order(5)
    void aTombstoneAndALargeRecordAreRefusedTheChannelGoesOn() {
        int before = read(LETTERS).size();
        byte[] large = new byte[(int) (8.9 * 1024 * 1024)];
        send(List.of(
                new ProducerRecord<>(COLLECTED, 0, null, null),
                new ProducerRecord<>(COLLECTED, 0, new byte[] {1}, large)));
        send(Topics.SAMPLES_COLLECTED, List.of(sample("after-large", "after")));

        await().atMost(PATIENCE).until(() -> channels.samples.contains("after-large"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(read(LETTERS)).hasSize(before + 2));
    }

    @Test
    @Order(6)
    void aBatchRefusesOneRecordAndGoesOn() {
        CalibrationSample first =
                new CalibrationSample("run", 1, CalibrationSample.Part.CALIBRATION, 0, 2, "", "text", false);
        CalibrationSample second =
                new CalibrationSample("run", 1, CalibrationSample.Part.CALIBRATION, 1, 2, "", "text", true);
        send(Topics.SAMPLES_CALIBRATION, List.of(first));
        send(List.of(new ProducerRecord<>(
                Topics.SAMPLES_CALIBRATION.name(),
                null,
                new byte[] {1},
                "{\"a\":1e999}".getBytes(StandardCharsets.UTF_8))));
        send(Topics.SAMPLES_CALIBRATION, List.of(second));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(channels.batches).contains(0, 1);
            assertThat(read(Topics.SAMPLES_CALIBRATION.deadLetter("detector"))).hasSize(1);
            assertThat(committed("calibration-of-this-test"))
                    .containsAllEntriesOf(ends(Topics.SAMPLES_CALIBRATION.name()));
        });
    }

    @Test
    @Order(7)
    void aTopicOfStateIsReadFromItsBeginningAndFollowed() throws Exception {
        byte[] wrong = "{}".getBytes(StandardCharsets.UTF_8);
        send(Topics.RUNS_REQUESTED, List.of(Specifications.run("early", null)));
        send(List.of(new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), new byte[] {1}, wrong)));

        ProducerRecord<byte[], byte[]> stray = new ContractSerializer<RunRequested>("test")
                .toRecord(Topics.RUNS_REQUESTED, Specifications.run("stray", null));
        send(List.of(new ProducerRecord<>(
                stray.topic(), null, "early".getBytes(StandardCharsets.UTF_8), stray.value(), stray.headers())));

        stateTopics.follow(List.of(channels.requested));
        assertThat(stateTopics.awaitCaughtUp()).isTrue();
        assertThat(channels.requested.find("stray"))
                .as("under the key of another")
                .isEmpty();

        assertThat(channels.requested.find("early")).contains(Specifications.run("early", null));
        assertThat(supervision.problems()).isEmpty();
        send(Topics.RUNS_REQUESTED, List.of(Specifications.run("late", null)));
        await().atMost(PATIENCE).until(() -> channels.requested.find("late").isPresent());
        send(List.of(
                new ProducerRecord<>(Topics.RUNS_REQUESTED.name(), "late".getBytes(StandardCharsets.UTF_8), null)));
        await().atMost(PATIENCE).until(() -> channels.requested.find("late").isEmpty());
        assertThat(read(Topics.RUNS_REQUESTED.deadLetter("detector"))).hasSize(2);
    }

    @Test
    @Order(8)
    void messagesAreSentUnderTheirKeysAndAwaited() {
        List<RunFinished> ends = IntStream.range(0, 1_000)
                .mapToObj(i ->
                        new RunFinished("run-" + i, RunFinished.Status.CANCELLED, "detector", "reason", Instant.EPOCH))
                .toList();

        channels.finished.sendAll(ends);

        List<ConsumerRecord<byte[], byte[]>> written = read(Topics.RUNS_FINISHED.name());
        assertThat(written).hasSize(1_000);
        assertThat(new String(written.get(7).key(), StandardCharsets.UTF_8)).isEqualTo("run-7");
        assertThat(text(written.get(7), "ce_source")).isEqualTo("/tailkeeper/detector-finished-out");
    }

    @Test
    @Order(9)
    void theTraceOfARecordGoesOnInWhatComesOfIt() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        ProducerRecord<byte[], byte[]> traced = new ContractSerializer<SampleCollected>("test")
                .toRecord(Topics.SAMPLES_COLLECTED, sample("traced-1", TestChannels.TRACED));
        traced.headers().add("traceparent", ("00-" + trace + "-00f067aa0ba902b7-00").getBytes(StandardCharsets.UTF_8));
        send(List.of(traced));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        read(Topics.RUNS_FINISHED.name()).getLast().key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(TestChannels.TRACED));
        assertThat(text(read(Topics.RUNS_FINISHED.name()).getLast(), "traceparent"))
                .startsWith("00-" + trace + "-")
                .doesNotContain("00f067aa0ba902b7");
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
