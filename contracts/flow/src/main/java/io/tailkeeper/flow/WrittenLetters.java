package io.tailkeeper.flow;

import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.topics.DeadLetter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Which records have their dead letter already. Only those can be refused a second time that were refused shortly before a
 * crash, or lie on a topic of state, so the newest letters of each dead-letter topic are read when the first record of a
 * process is refused, and what other instances have added since before each further one.
 */
@ApplicationScoped
class WrittenLetters {

    private static final int NEWEST = 1_000;
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> broker;
    private final Map<String, Set<String>> places = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> readUpTo = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    WrittenLetters(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = Map.copyOf(broker);
    }

    /** Whether a letter is on its topic already; blocks while it looks. */
    synchronized boolean contains(ProducerRecord<byte[], byte[]> letter) {
        Set<String> known = places.computeIfAbsent(letter.topic(), _ -> new HashSet<>());
        if (!known.contains(place(letter.headers()))) {
            readOn(letter.topic(), known);
        }
        return known.contains(place(letter.headers()));
    }

    synchronized void add(ProducerRecord<byte[], byte[]> letter) {
        places.computeIfAbsent(letter.topic(), _ -> new HashSet<>()).add(place(letter.headers()));
    }

    private void readOn(String topic, Set<String> known) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (ends.equals(readUpTo.get(topic))) {
            return;
        }
        Map<TopicPartition, Long> before = readUpTo.getOrDefault(topic, Map.of());
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        consumer.assign(partitions);
        ends.forEach((partition, end) -> consumer.seek(
                partition,
                Math.max(before.getOrDefault(partition, end - NEWEST), beginnings.getOrDefault(partition, 0L))));
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(letter -> known.add(place(letter.headers())));
        }
        readUpTo.put(topic, ends);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().removeIf(name -> name.startsWith("group."));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "written-letters");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000); // an absent broker holds a stop up no longer
        return settings;
    }

    /** It is asked for every refused record, so it stays open. */
    @PreDestroy
    synchronized void close() {
        if (consumer != null) {
            consumer.close(Duration.ZERO);
        }
    }

    private static String place(Headers headers) {
        return value(headers, DeadLetter.PARTITION) + "@" + value(headers, DeadLetter.OFFSET);
    }

    private static String value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
