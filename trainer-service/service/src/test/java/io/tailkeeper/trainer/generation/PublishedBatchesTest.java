package io.tailkeeper.trainer.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.trainer.BatchesLostException;
import io.tailkeeper.trainer.Samples;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.WeightedBatches;
import io.tailkeeper.trainer.kafka.BatchTopic;
import io.tailkeeper.trainer.testing.Broker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedBatchesTest {

    private static final KafkaBrokerResource RESOURCE = new KafkaBrokerResource();
    private static final Traces TRACES = new Traces(OpenTelemetry.noop());
    private static Broker broker;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private RunTopics runs;

    @BeforeAll
    static void start() {
        broker = new Broker(RESOURCE.start().get("kafka.bootstrap.servers"));
    }

    @AfterAll
    static void stop() {
        broker.close();
        RESOURCE.stop();
    }

    @BeforeEach
    void makeState() {
        runs = new RunTopics(null, null);
    }

    private BatchTopic topic(Duration longestOpen) {
        return new BatchTopic(broker.settings(), "batches-of-a-test", longestOpen, TRACES, meters);
    }

    private BatchTopic topic() {
        return topic(Duration.ofSeconds(10));
    }

    private static WeightedBatches batches(String runId) {
        return batches(runId, Samples.scored(new GenerationKey(runId, 0), 64, 0));
    }

    private static WeightedBatches batches(String runId, List<SampleScored> scored) {
        RunRequested run = Specifications.run(runId, null);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < scored.size(); i++) {
            SampleScored each = scored.get(i);
            candidates.add(new Candidate(
                    each.sample().sampleId(),
                    each.syntheticProbability(),
                    each.sample().provenance().source(),
                    i));
        }
        return new WeightedBatches(
                run, 0, ImportanceResampler.of(run, 0).select(candidates), position -> scored.get((int) position)
                        .sample());
    }

    /** What is read where an announcement says that a generation's batches lie. */
    private List<WeightedBatch> read(WeightedBatches batches, BatchesPublished published, int from) {
        runs.published(published);
        try (Stream<WeightedBatch> found = new PublishedBatches(topic(), runs, batches).from(from)) {
            return found.toList();
        }
    }

    private static List<WeightedBatch> list(WeightedBatches batches) {
        List<WeightedBatch> list = new ArrayList<>();
        batches.forEach(list::add);
        return list;
    }

    @Test
    void announcesWhereTheBatchesLieAndReadsThemFromAnySequenceOn() {
        WeightedBatches batches = batches("whole");

        BatchesPublished published = topic().publish(batches);

        assertThat(broker.messages(Topics.BATCHES_PUBLISHED)).contains(published);
        assertThat(published.batches()).isEqualTo(16);
        Sha256 digest = new Sha256();
        List<ConsumerRecord<byte[], byte[]>> records = broker.records(Topics.BATCHES_WEIGHTED.name()).stream()
                .filter(record -> record.partition() == published.partition()
                        && record.offset() >= published.firstOffset()
                        && record.offset() <= published.lastOffset())
                .toList();
        records.forEach(record -> digest.add(record.value()));
        assertThat(records).hasSize(16);
        assertThat(digest.hex()).isEqualTo(published.sha256()).isEqualTo(batches.sha256());
        assertThat(read(batches, published, 0)).isEqualTo(list(batches));
        assertThat(read(batches, published, 11)).isEqualTo(list(batches).subList(11, 16));
    }

    @Test
    void manyTransactionsAreReadAsOne() {
        WeightedBatches batches = batches("in-parts");

        BatchesPublished published = topic(Duration.ZERO).publish(batches);

        assertThat(published.lastOffset() - published.firstOffset())
                .as("a marker between any two batches")
                .isGreaterThan(16);
        assertThat(read(batches, published, 0)).isEqualTo(list(batches));
        assertThat(read(batches, published, 15)).isEqualTo(list(batches).subList(15, 16));
    }

    @Test
    void whatWasAnnouncedIsNotPublishedAgainUnlessItIsSomethingElse() {
        WeightedBatches batches = batches("once");
        PublishedBatches first = new PublishedBatches(topic(), runs, batches);
        PublishedBatches second = new PublishedBatches(topic(), runs, batches);
        assertThat(announcements("once")).hasSize(1);
        try (Stream<WeightedBatch> one = first.from(0);
                Stream<WeightedBatch> other = second.from(0)) {
            assertThat(one.toList()).isEqualTo(other.toList());
        }

        runs.published(new BatchesPublished("once", 0, 0, 0, 15, 16, "0".repeat(64)));
        PublishedBatches third = new PublishedBatches(topic(), runs, batches);
        third.publish();

        assertThat(announcements("once")).hasSize(3);
    }

    private static List<BatchesPublished> announcements(String runId) {
        return broker.messages(Topics.BATCHES_PUBLISHED).stream()
                .filter(published -> published.runId().equals(runId))
                .toList();
    }

    @Test
    void recordsOfOthersInBetweenAreNobodysBusiness() {
        WeightedBatches batches = batches("among-others");
        BatchesPublished published = topic(Duration.ZERO).publish(batches);
        BatchesPublished wider = new BatchesPublished(
                "among-others",
                0,
                published.partition(),
                0,
                published.lastOffset(),
                published.batches(),
                published.sha256());

        assertThat(read(batches, wider, 0)).isEqualTo(list(batches));
    }

    @Test
    void tamperedMissingAndVanishedBatchesAreNoticedBeforeAnyIsRead() {
        WeightedBatches batches = batches("tampered");
        BatchesPublished published = topic().publish(batches);
        WeightedBatch first = list(batches).getFirst();
        broker.publish(
                Topics.BATCHES_WEIGHTED.name(),
                "tampered",
                new String(ContractJson.write(first), StandardCharsets.UTF_8)
                        .replace("the", "teh")
                        .getBytes(StandardCharsets.UTF_8));

        assertLost(with(published, published.firstOffset(), published.lastOffset() + 2), "17 of 16 are there");
        assertLost(
                with(published, published.firstOffset() + 2, published.lastOffset() + 2), "or their sha256 is another");
        assertLost(with(published, published.firstOffset(), 1_000_000), "the partition ends at");
    }

    private static BatchesPublished with(BatchesPublished published, long first, long last) {
        return new BatchesPublished(
                published.runId(),
                0,
                published.partition(),
                first,
                last,
                published.batches() - (int) Math.max(0, first - published.firstOffset()),
                published.sha256());
    }

    private void assertLost(BatchesPublished published, String reason) {
        assertThatThrownBy(() -> read(batches("tampered"), published, 0))
                .isInstanceOf(BatchesLostException.class)
                .hasMessageContaining("the batches of generation tampered:0")
                .hasMessageContaining(reason);
    }

    @Test
    void anOpenTransactionOfSomebodyElseIsWaitedFor() {
        WeightedBatches batches = batches("behind");
        Map<String, Object> settings = new HashMap<>(broker.settings());
        settings.put("transactional.id", "somebody-else");
        try (KafkaProducer<byte[], byte[]> other =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            for (int partition = 0; partition < 3; partition++) {
                var unused = other.send(
                        new ProducerRecord<>(Topics.BATCHES_WEIGHTED.name(), partition, new byte[1], new byte[1]));
            }
            other.flush();
            BatchesPublished published = topic().publish(batches);
            CompletableFuture<List<WeightedBatch>> reading =
                    CompletableFuture.supplyAsync(() -> read(batches, published, 0));

            other.commitTransaction();

            assertThat(reading.join()).isEqualTo(list(batches));
        }
    }

    @Test
    void aBatchThatTheBrokerDoesNotTakeFailsTheRunAndSaysHowToMendIt() {
        List<SampleScored> large = Samples.scored(new GenerationKey("too-large", 0), 64, 0).stream()
                .map(each -> withText(each, incompressible()))
                .toList();
        broker.set(Topics.BATCHES_WEIGHTED, "max.message.bytes", "20000");
        try {
            assertThatThrownBy(() -> topic().publish(batches("too-large", large)))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("a batch is larger than the broker takes")
                    .hasMessageContaining("lower training.batch-size");
            assertThat(runs.batchesOf(new GenerationKey("too-large", 0))).isEmpty();
            assertThat(meters.get("tailkeeper.transactions.aborted").counter().count())
                    .isEqualTo(1);
        } finally {
            broker.set(Topics.BATCHES_WEIGHTED, "max.message.bytes", "9437184");
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnAbsentBroker() throws InterruptedException {
        BatchTopic nowhere = new BatchTopic(
                Map.of("bootstrap.servers", "localhost:1"),
                "batches-of-a-test",
                Duration.ofSeconds(10),
                TRACES,
                meters);
        BatchesPublished published = new BatchesPublished("waits", 0, 0, 0, 15, 16, "0".repeat(64));
        for (Runnable work :
                List.<Runnable>of(() -> nowhere.publish(batches("waits")), () -> nowhere.bodies(published, 0)
                        .close())) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    end.set(e);
                }
            });
            assertThat(thread.join(Duration.ofSeconds(1))).as("it waits").isFalse();
            thread.interrupt();

            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(end.get()).isInstanceOf(KafkaException.class);
        }
    }

    private static String incompressible() {
        return new Random(1)
                .ints(30_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static SampleScored withText(SampleScored scored, String text) {
        SampleCollected sample = scored.sample();
        return new SampleScored(
                new SampleCollected(
                        sample.sampleId(),
                        sample.runId(),
                        sample.generation(),
                        sample.prompt(),
                        text,
                        sample.provenance()),
                scored.detectorId(),
                scored.detectorVersion(),
                scored.syntheticProbability(),
                scored.logit());
    }
}
