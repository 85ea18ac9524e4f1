package io.tailkeeper.conformance;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A detector that counts little words; it keeps the contract but for one fault. */
final class FakeDetector implements AutoCloseable {

    /** What it does wrong. */
    enum Fault {
        NONE,
        WRONG_ID,
        WRONG_KEY,
        ANSWERS_TWICE,
        DROPS_ONE,
        IGNORES_GENERATION_ZERO,
        STOPS_AT_POISON,
        DROPS_POISON,
        TRIMS_DEAD_LETTERS,
        MISSING_HEADER,
        EQUAL_CE_IDS,
        OUT_OF_RANGE,
        NAN,
        TRIMS_TEXT,
        DROPS_A_FIELD,
        ROLLS_DICE,
        SAYS_NOTHING_OF_ITSELF,
        COMMITS_TOO_EARLY,
        UPSIDE_DOWN
    }

    /** Its id, as the kit is told. */
    static final String ID = "little-words";

    private static final Set<String> LITTLE = Set.of("the", "of", "a", "and", "in", "to");

    private final Fault fault;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Set<Integer>> parts = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("fake-detector").unstarted(this::work);
    private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean stopped;
    private int answered;

    private FakeDetector(String servers, String group, Fault fault) {
        this.fault = fault;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                group,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "max.request.size", 9_437_184),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<TopicPartition> partitions = Stream.of(Topics.SAMPLES_COLLECTED, Topics.SAMPLES_CALIBRATION)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            if (committed.get(partition) == null) {
                consumer.seekToEnd(List.of(partition));
            }
            consumer.position(partition);
        }
        consumer.commitSync();
    }

    static FakeDetector start(String servers, String group, Fault fault) {
        FakeDetector detector = new FakeDetector(servers, group, fault);
        detector.thread.start();
        return detector;
    }

    private void work() {
        while (!stopped) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(50))) {
                any = true;
                if (message.topic().equals(Topics.SAMPLES_COLLECTED.name())) {
                    read(message);
                } else {
                    calibrate(ContractJson.read(Topics.SAMPLES_CALIBRATION, message.value()));
                }
            }
            if (any && fault == Fault.COMMITS_TOO_EARLY) {
                consumer.commitSync();
                if (stopsWithAnswersInHand()) {
                    return;
                }
            }
            send();
            if (any) {
                consumer.commitSync();
            }
        }
    }

    private boolean stopsWithAnswersInHand() {
        try {
            return stop.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.value() == null) {
                throw new RejectedMessageException("no body");
            }
            answer(ContractJson.read(Topics.SAMPLES_COLLECTED, message.value()));
        } catch (RejectedMessageException e) {
            switch (fault) {
                case STOPS_AT_POISON -> stopped = true;
                case DROPS_POISON -> {}
                case TRIMS_DEAD_LETTERS -> {
                    ProducerRecord<byte[], byte[]> letter = DeadLetter.of(message, "detector", e);
                    byte[] body = letter.value() == null ? null : Arrays.copyOf(letter.value(), 5);
                    pending.add(new ProducerRecord<>(letter.topic(), null, null, letter.key(), body, letter.headers()));
                }
                default -> pending.add(DeadLetter.of(message, "detector", e));
            }
        }
    }

    private void answer(SampleCollected sample) {
        answered++;
        if ((fault == Fault.DROPS_ONE && answered == 30)
                || (fault == Fault.IGNORES_GENERATION_ZERO && sample.generation() == 0)) {
            return;
        }
        double probability = probability(sample.text());
        SampleScored scored = new SampleScored(
                echoed(sample), fault == Fault.WRONG_ID ? "somebody-else" : ID, "1", probability, probability - 0.5);
        RecordHeaders headers = new RecordHeaders();
        byte[] body = spoiled(serialized(scored, headers));
        if (fault == Fault.MISSING_HEADER) {
            headers.remove("ce_type");
        }
        if (fault == Fault.EQUAL_CE_IDS) {
            headers.remove("ce_id");
            headers.add("ce_id", new byte[] {'1'});
        }
        String key = fault == Fault.WRONG_KEY ? sample.runId() : sample.sampleId();
        for (int i = 0; i < (fault == Fault.ANSWERS_TWICE ? 2 : 1); i++) {
            pending.add(record(Topics.SAMPLES_SCORED.name(), key, body, headers));
        }
    }

    private SampleCollected echoed(SampleCollected sample) {
        return new SampleCollected(
                sample.sampleId(),
                sample.runId(),
                sample.generation(),
                sample.prompt(),
                fault == Fault.TRIMS_TEXT ? sample.text().strip() : sample.text(),
                sample.provenance(),
                sample.age(),
                fault == Fault.DROPS_A_FIELD ? null : sample.referenceOverlap());
    }

    private static byte[] serialized(SampleScored scored, RecordHeaders headers) {
        try (ContractSerializer<SampleScored> serializer = new ContractSerializer<SampleScored>()) {
            return serializer.serialize(Topics.SAMPLES_SCORED.name(), headers, scored);
        }
    }

    private byte[] spoiled(byte[] body) {
        String wrong =
                switch (fault) {
                    case NAN -> "NaN";
                    case OUT_OF_RANGE -> "1.5";
                    default -> "";
                };
        return wrong.isEmpty()
                ? body
                : new String(body, StandardCharsets.UTF_8)
                        .replaceAll("\"syntheticProbability\":[^,]+", "\"syntheticProbability\":" + wrong)
                        .getBytes(StandardCharsets.UTF_8);
    }

    private double probability(String text) {
        if (fault == Fault.ROLLS_DICE) {
            return UUID.randomUUID().getLeastSignificantBits() >>> 11 & 1;
        }
        String[] words = text.split(" ", -1);
        double share = (double) Arrays.stream(words).filter(LITTLE::contains).count() / words.length;
        return fault == Fault.UPSIDE_DOWN ? 1 - share : share;
    }

    private void calibrate(CalibrationSample sample) {
        String key = sample.generationKey().toString();
        Set<Integer> seen = parts.computeIfAbsent(key, any -> new HashSet<>());
        if (seen.add(sample.index()) && seen.size() == sample.total() && fault != Fault.SAYS_NOTHING_OF_ITSELF) {
            DetectorCalibrated calibrated = new DetectorCalibrated(
                    sample.runId(),
                    sample.generation(),
                    fault == Fault.WRONG_ID ? "somebody-else" : ID,
                    "1",
                    List.of(),
                    0,
                    1,
                    new DetectorQuality(sample.total(), 0.9, 0, 0, 0, 0),
                    true);
            RecordHeaders headers = new RecordHeaders();
            try (ContractSerializer<DetectorCalibrated> serializer = new ContractSerializer<DetectorCalibrated>()) {
                byte[] body = serializer.serialize(Topics.DETECTORS_CALIBRATED.name(), headers, calibrated);
                pending.add(record(Topics.DETECTORS_CALIBRATED.name(), calibrated.key(), body, headers));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] body, RecordHeaders headers) {
        return new ProducerRecord<>(topic, null, null, key.getBytes(StandardCharsets.UTF_8), body, headers);
    }

    private void send() {
        try {
            for (var sent :
                    pending.stream().map(record -> producer.send(record)).toList()) {
                sent.get();
            }
            pending.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (fault == Fault.COMMITS_TOO_EARLY) {
                stop.countDown();
                thread.join(1_000); // until it has something to lose
            }
            stopped = true;
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        producer.close();
    }
}
