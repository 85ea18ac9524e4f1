package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.CalibrationPart;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.DetectorCalibration;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.labelled.DataException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jboss.logging.Logger;

/**
 * Collects calibration parts and fits a detector when one is complete.
 *
 * <p>Offsets are committed only up to the first sample of the oldest incomplete part, so whoever goes on after a crash
 * reads that part again, whole.
 */
final class CalibrationLoop implements KafkaLoop, ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(CalibrationLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private record Collecting(CalibrationPart part, Map<TopicPartition, Long> beginnings) {}

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final RunDetector detector;
    private final DetectorBook book;
    private final DetectorCalibration calibration;
    private final ContractSerializer<DetectorCalibrated> serializer = new ContractSerializer<DetectorCalibrated>();
    private final ContractSerializer<RunFinished> finishedSerializer = new ContractSerializer<RunFinished>();
    private final Map<GenerationKey, Collecting> parts = new HashMap<>();
    private final List<Future<?>> sent = new ArrayList<>();

    CalibrationLoop(KafkaClients clients, RunDetector detector, DetectorBook book) {
        this.detector = detector;
        this.book = book;
        calibration = new DetectorCalibration(detector.id());
        serializer.configure(Map.of("client.id", KafkaClients.SERVICE), false);
        finishedSerializer.configure(Map.of("client.id", KafkaClients.SERVICE), false);
        consumer = clients.calibration(detector.id());
        producer = clients.producer(detector.id());
        consumer.subscribe(List.of(Topics.SAMPLES_CALIBRATION.name()), this);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        parts.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        parts.clear();
    }

    @Override
    public void turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        collect(records);
        parts.keySet().removeIf(this::isSettled);
        for (GenerationKey generation : List.copyOf(parts.keySet())) {
            CalibrationPart part = parts.get(generation).part();
            if (part.isComplete()) {
                publish(calibration.fit(generation, detector.encoders().of(generation), part.texts()));
            }
        }
        awaitSent();
        parts.keySet().removeIf(this::isSettled);
        if (!records.isEmpty()) {
            commit();
        }
    }

    private void collect(ConsumerRecords<byte[], byte[]> records) {
        List<CalibrationSample> needed = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : records) {
            try {
                CalibrationSample sample = read(message);
                if (sample.part() == CalibrationSample.Part.CALIBRATION
                        && !isSettled(sample.generationKey())
                        && collecting(sample, message).needs(sample)) {
                    needed.add(sample);
                }
            } catch (RejectedMessageException e) {
                LOG.warnf(
                        "%s-%d@%d is refused: %s",
                        message.topic(), message.partition(), message.offset(), e.getMessage());
                sent.add(producer.send(DeadLetter.of(message, KafkaClients.SERVICE, e)));
            }
        }
        needed.stream()
                .collect(Collectors.groupingBy(CalibrationSample::generationKey, TreeMap::new, Collectors.toList()))
                .forEach(this::encode);
    }

    private void encode(GenerationKey generation, List<CalibrationSample> samples) {
        try {
            List<float[]> features = detector.encoders()
                    .of(generation)
                    .encode(samples.stream()
                            .map(sample -> detector.window().of(sample.text()).text())
                            .toList());
            for (int i = 0; i < samples.size(); i++) {
                parts.get(generation).part().add(samples.get(i), features.get(i));
            }
        } catch (DataException e) {
            parts.remove(generation);
            cannotJudge(generation, e);
        }
    }

    /** Ends a run that cannot go on without this detector; one that can goes on without this shadow. */
    private void cannotJudge(GenerationKey generation, DataException reason) {
        if (book.isShadow(generation.runId(), detector.id())) {
            LOG.warnf("%s is a shadow of %s and gives it up: %s", detector.id(), generation, reason.getMessage());
            book.giveUp(generation, detector.id());
            return;
        }
        RunFinished failed = new RunFinished(
                generation.runId(),
                RunFinished.Status.FAILED,
                KafkaClients.SERVICE,
                "the detector " + detector.id() + " cannot judge " + generation + ": " + reason.getMessage(),
                Instant.now());
        LOG.errorf("run %s has failed: %s", generation.runId(), failed.reason());
        send(Topics.RUNS_FINISHED, generation.runId(), failed, finishedSerializer);
        book.note(failed);
    }

    private <T> void send(Topic<T> topic, String key, T message, Serializer<T> with) {
        RecordHeaders headers = new RecordHeaders();
        byte[] body = with.serialize(topic.name(), headers, message);
        sent.add(producer.send(
                new ProducerRecord<>(topic.name(), null, null, key.getBytes(StandardCharsets.UTF_8), body, headers)));
    }

    private boolean isSettled(GenerationKey generation) {
        return book.isSettled(generation, detector.id());
    }

    private static CalibrationSample read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            throw new RejectedMessageException("CalibrationSample has no body");
        }
        return ContractJson.read(Topics.SAMPLES_CALIBRATION, message.value());
    }

    private CalibrationPart collecting(CalibrationSample sample, ConsumerRecord<byte[], byte[]> message) {
        Collecting collecting = parts.get(sample.generationKey());
        if (collecting == null) {
            collecting = new Collecting(
                    new CalibrationPart(sample.total(), detector.encoders().dimension()), new HashMap<>());
            parts.put(sample.generationKey(), collecting);
        }
        collecting.beginnings().putIfAbsent(new TopicPartition(message.topic(), message.partition()), message.offset());
        return collecting.part();
    }

    private void publish(DetectorCalibrated calibrated) {
        send(Topics.DETECTORS_CALIBRATED, calibrated.key(), calibrated, serializer);
        awaitSent();
        book.note(calibrated);
        LOG.infof(
                "calibrated %s on %d samples: AUROC %.3f, temperature %.2f, ECE %.3f before and %.3f after%s",
                calibrated.key(),
                calibrated.quality().samples(),
                calibrated.quality().auroc(),
                calibrated.temperature(),
                calibrated.quality().calibrationErrorBefore(),
                calibrated.quality().calibrationErrorAfter(),
                calibrated.usable() ? "" : "; too weak to use, every sample gets probability 0.5");
    }

    private void awaitSent() {
        try {
            for (Future<?> future : sent) {
                future.get();
            }
            sent.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a record could not be sent: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            long behind = parts.values().stream()
                    .mapToLong(part -> part.beginnings().getOrDefault(partition, Long.MAX_VALUE))
                    .min()
                    .orElse(Long.MAX_VALUE);
            offsets.put(partition, new OffsetAndMetadata(Math.min(behind, consumer.position(partition))));
        }
        consumer.commitSync(offsets);
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
