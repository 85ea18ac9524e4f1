package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the whole topic of finished runs into memory and follows it. Every instance reads all of it; the committed
 * offset only says up to where refused records have become dead letters.
 */
final class FinishedRunsReader {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    static final String GROUP = "generator-finished-runs";

    private final Consumer<byte[], byte[]> consumer;
    private final EndedRuns ended;
    private final Map<TopicPartition, OffsetAndMetadata> handedOn = new HashMap<>();
    private Set<TopicPartition> partitions = Set.of();

    FinishedRunsReader(Consumer<byte[], byte[]> consumer, EndedRuns ended) {
        this.consumer = consumer;
        this.ended = ended;
    }

    /** Begins at the topic's beginning. */
    void open() {
        partitions = consumer.partitionsFor(Topics.RUNS_FINISHED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + Topics.RUNS_FINISHED.name() + " does not exist yet");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        consumer.committed(partitions).forEach((partition, offset) -> {
            if (offset != null) {
                handedOn.put(partition, offset);
            }
        });
    }

    /** Takes in all that is on the topic by now; returns the dead letters of refused records. */
    List<ProducerRecord<byte[], byte[]>> catchUp() {
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(PATIENCE).forEach(record -> letters.addAll(read(record)));
        }
        return letters;
    }

    private List<ProducerRecord<byte[], byte[]>> read(ConsumerRecord<byte[], byte[]> record) {
        List<ProducerRecord<byte[], byte[]>> letters = ended.read(record);
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        OffsetAndMetadata before = handedOn.get(partition);
        if (letters.isEmpty() || (before != null && before.offset() > record.offset())) {
            return List.of();
        }
        handedOn.put(partition, new OffsetAndMetadata(record.offset() + 1));
        return letters;
    }

    /** Up to where refused records have been returned as dead letters. */
    Map<TopicPartition, OffsetAndMetadata> handedOn() {
        return Map.copyOf(handedOn);
    }
}
