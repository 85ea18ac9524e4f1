package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The other services, as seen by the broker: writes what they would write, reads all that lies on a topic. */
public final class RawProducer implements AutoCloseable {

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    public RawProducer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        9_437_184),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void publish(List<?> messages) {
        messages.forEach(this::publish);
        producer.flush();
    }

    private void publish(Object message) {
        switch (message) {
            case RunRequested run -> send(Topics.RUNS_REQUESTED.name(), run.runId(), run);
            case SampleCollected sample -> send(Topics.SAMPLES_COLLECTED.name(), sample.sampleId(), sample);
            case CalibrationSample sample ->
                send(Topics.SAMPLES_CALIBRATION.name(), sample.generationKey().toString(), sample);
            case DetectorCalibrated calibrated ->
                send(Topics.DETECTORS_CALIBRATED.name(), calibrated.key(), calibrated);
            case SampleScored scored ->
                send(Topics.SAMPLES_SCORED.name(), scored.sample().sampleId(), scored);
            case WeightedBatch batch -> send(Topics.BATCHES_WEIGHTED.name(), batch.runId(), batch);
            case BatchesPublished published ->
                send(Topics.BATCHES_PUBLISHED.name(), published.generationKey().toString(), published);
            case TrainingProgress progress ->
                send(Topics.TRAINING_PROGRESS.name(), progress.generationKey().toString(), progress);
            case GenerationTrained trained ->
                send(Topics.GENERATIONS_TRAINED.name(), trained.generationKey().toString(), trained);
            case RunFinished finished -> send(Topics.RUNS_FINISHED.name(), finished.runId(), finished);
            default -> throw new IllegalArgumentException(message.toString());
        }
    }

    private void send(String topic, String key, Object message) {
        send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), ContractJson.write(message)));
    }

    public void send(ProducerRecord<byte[], byte[]> message) {
        var unused = producer.send(message);
    }

    public void flush() {
        producer.flush();
    }

    /** Everything on a topic, in the order of its partitions; none when there is no such topic. */
    public List<ConsumerRecord<String, byte[]>> all(String topic) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            if (!consumer.listTopics().containsKey(topic)) {
                return List.of();
            }
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, byte[]>> records = new java.util.ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                Iterator<ConsumerRecord<String, byte[]>> read =
                        consumer.poll(java.time.Duration.ofMillis(100)).iterator();
                read.forEachRemaining(records::add);
            }
            return records;
        }
    }

    /** Up to where a group has committed each partition that holds anything. */
    public Map<TopicPartition, Long> committed(String group) {
        try (Admin admin = admin()) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset.offset()));
            committed.values().removeIf(offset -> offset == 0);
            return committed;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of each partition of a topic of the contract that the service reads and that holds anything. */
    public Map<TopicPartition, Long> ends() {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            List<String> topics = Topics.ALL.stream()
                    .filter(topic -> topic.readers().contains("metrics"))
                    .map(topic -> topic.name())
                    .toList();
            admin.describeTopics(topics).allTopicNames().get().forEach((topic, found) -> found.partitions()
                    .forEach(partition ->
                            asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            ends.values().removeIf(offset -> offset == 0);
            return ends;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    @Override
    public void close() {
        producer.close();
    }
}
