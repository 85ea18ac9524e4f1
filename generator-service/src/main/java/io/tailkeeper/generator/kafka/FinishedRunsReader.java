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

    static final String GROUP = "generator-finished-runs";

    private final Consumer<byte[], byte[]> consumer;
    private final EndedRuns ended;
    private final Map<TopicPartition, OffsetAndMetadata> handedOn = new HashMap<>();

    FinishedRunsReader(Consumer<byte[], byte[]> consumer, EndedRuns ended) {
        this.consumer = consumer;
        this.ended = ended;
    }

    /** Reads up to the topic's present end; returns the dead letters of refused records. */
    List<ProducerRecord<byte[], byte[]>> open() {
        Set<TopicPartition> partitions = consumer.partitionsFor(Topics.RUNS_FINISHED.name()).stream()
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
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            letters.addAll(follow(Duration.ofMillis(200)));
        }
        return letters;
    }

    /** Takes in what has come since; returns the dead letters of refused records. */
    List<ProducerRecord<byte[], byte[]>> follow(Duration patience) {
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            List<ProducerRecord<byte[], byte[]>> letter = ended.read(record);
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            OffsetAndMetadata before = handedOn.get(partition);
            if (!letter.isEmpty() && (before == null || before.offset() <= record.offset())) {
                letters.addAll(letter);
                handedOn.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        return letters;
    }

    /** Up to where refused records have been returned as dead letters. */
    Map<TopicPartition, OffsetAndMetadata> handedOn() {
        return Map.copyOf(handedOn);
    }
}
