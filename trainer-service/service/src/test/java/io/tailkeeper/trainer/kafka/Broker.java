package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.testing.KafkaBrokerResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A real broker with a producer and readers for tests. */
final class Broker implements AutoCloseable {

    private final KafkaBrokerResource resource = new KafkaBrokerResource();
    private final String servers = resource.start().get("kafka.bootstrap.servers");
    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", servers));
    private final KafkaProducer<byte[], byte[]> producer = clients.producer("test");

    String servers() {
        return servers;
    }

    KafkaClients clients() {
        return clients;
    }

    <T> void publish(Topic<T> topic, T message, Function<T, String> key) {
        publish(topic, List.of(message), key);
    }

    <T> void publish(Topic<T> topic, List<T> messages, Function<T, String> key) {
        messages.forEach(message -> publish(topic.name(), key.apply(message), ContractJson.write(message)));
    }

    void publish(String topic, String key, byte[] body) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All messages of a topic, now. */
    <T> List<T> messages(Topic<T> topic) {
        return records(topic.name()).stream()
                .map(record -> ContractJson.read(topic, record.value()))
                .toList();
    }

    /** All records of a topic, now. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test", 1_000, "earliest")) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                return new ArrayList<>();
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    @Override
    public void close() {
        producer.close();
        resource.stop();
    }
}
