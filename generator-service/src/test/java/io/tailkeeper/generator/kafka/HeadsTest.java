package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadsTest {

    private static final String TASKS = Topics.SAMPLING_TASKS.name();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private final Heads heads = new Heads(consumer);
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    @BeforeEach
    void assign() {
        List<TopicPartition> partitions = List.of(
                new TopicPartition(TASKS, 0),
                new TopicPartition(TASKS, 1),
                new TopicPartition(Topics.GENERATIONS_TRAINED.name(), 0));
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.updateBeginningOffsets(Map.of(partition, 0L)));
    }

    private void add(String topic, int partition, String key, long timestamp) {
        long offset = offsets.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                new RecordHeaders(),
                Optional.empty()));
    }

    private List<String> drain() {
        List<String> order = new ArrayList<>();
        Optional<ConsumerRecord<byte[], byte[]>> next = heads.next(Duration.ZERO);
        while (next.isPresent()) {
            order.add(new String(next.get().key(), StandardCharsets.UTF_8));
            heads.done(next.get());
            next = heads.next(Duration.ZERO);
        }
        return order;
    }

    @Test
    void planningGoesFirstThenCalibrationThenTheOldest() {
        add(TASKS, 0, "a:1:human:0", 10);
        add(TASKS, 1, "a:1:calibration:0", 30);
        add(Topics.GENERATIONS_TRAINED.name(), 0, "b:0", 40);
        add(TASKS, 1, "b:1:synthetic:0", 5);

        assertThat(drain()).containsExactly("b:0", "a:1:calibration:0", "b:1:synthetic:0", "a:1:human:0");
    }

    @Test
    void recordStaysUntilItIsDone() {
        add(TASKS, 0, "a:1:human:0", 10);

        assertThat(heads.next(Duration.ZERO)).isPresent();
        assertThat(heads.next(Duration.ZERO)).isPresent();
        assertThat(consumer.paused()).containsExactly(new TopicPartition(TASKS, 0));
    }

    @Test
    void recordOfAPartitionThatAnotherInstanceGotIsForgotten() {
        add(TASKS, 0, "a:1:human:0", 10);
        assertThat(heads.next(Duration.ZERO)).isPresent();

        heads.onPartitionsRevoked(List.of(new TopicPartition(TASKS, 0)));

        assertThat(heads.next(Duration.ZERO)).isEmpty();
    }
}
