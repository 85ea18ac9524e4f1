package io.tailkeeper.local.kafka;

import io.tailkeeper.contracts.topics.DeadLetter;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.process.ProcessException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Finds the requests that services refused: they lie in dead-letter topics, of which who asked knows nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class RefusedRequests implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MILLIS = 10_000;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /**
     * Connects to the brokers.
     *
     * @param kafka settings of a Kafka client
     */
    public RefusedRequests(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("client.id", "launcher-refused");
        settings.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * From now on what lies there already is not found.
     *
     * @throws ProcessException when the brokers do not answer, or refuse
     */
    public void skip() {
        try {
            List<TopicPartition> partitions = partitions();
            consumer.endOffsets(partitions).forEach(next::put);
        } catch (KafkaException e) {
            throw new ProcessException("the dead letters of run requests cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The refusals of some runs since the last call, as far as the brokers have them.
     *
     * @param runIds the runs
     * @return a sentence each: the run, the service, its reason
     */
    public List<String> news(Collection<String> runIds) {
        try {
            return read(runIds);
        } catch (TimeoutException e) {
            return List.of(); // the brokers are away for a while
        }
    }

    private List<String> read(Collection<String> runIds) {
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, next.getOrDefault(partition, 0L)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Set<String> sentences = new LinkedHashSet<>();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<String, byte[]> letter : consumer.poll(POLL)) {
                if (letter.key() != null && runIds.contains(letter.key())) {
                    sentences.add(sentence(letter));
                }
            }
        }
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
        return new ArrayList<>(sentences);
    }

    private static String sentence(ConsumerRecord<String, byte[]> letter) {
        Header reason = letter.headers().lastHeader(DeadLetter.REASON);
        return "the request of run " + letter.key() + " was refused by the "
                + service(letter.topic()) + ": "
                + (reason == null ? "no reason is given" : new String(reason.value(), StandardCharsets.UTF_8));
    }

    private static String service(String topic) {
        return Topics.RUNS_REQUESTED.readers().stream()
                .filter(reader -> topic.equals(Topics.RUNS_REQUESTED.deadLetter(reader)))
                .findFirst()
                .orElse(topic);
    }

    private List<TopicPartition> partitions() {
        Map<String, List<PartitionInfo>> topics = consumer.listTopics();
        return Topics.RUNS_REQUESTED.deadLetters().stream()
                .flatMap(topic -> topics.getOrDefault(topic, List.of()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
