package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** What stands on the broker's topics, as a stranger with read_committed sees it; and a way to write to them. */
final class BrokerLog implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    BrokerLog(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "broker-log-" + System.nanoTime(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        "500"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(Pattern.compile(".*\\.v1(\\.generator\\.dlq)?"));
        poll(() -> !consumer.assignment().isEmpty());
    }

    private void poll(Callable<Boolean> until) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
                    return until.call();
                });
    }

    void write(Topic<?> topic, String key, byte[] body) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, body)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(Topic<?> topic, String key, Record message) {
        write(topic, key, ContractJson.write(message));
    }

    /** Waits until a topic has as many records with a key that fits; returns all of them. */
    List<ConsumerRecord<String, byte[]>> await(String topic, Predicate<String> key, int count) {
        poll(() -> records(topic, key).size() >= count);
        return records(topic, key);
    }

    <T> List<T> await(Topic<T> topic, String keyBeginning, int count) {
        return await(topic.name(), key -> key.startsWith(keyBeginning), count).stream()
                .map(record -> ContractJson.read(topic, record.value()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topic, Predicate<String> key) {
        return seen.stream()
                .filter(record -> record.topic().equals(topic) && key.test(record.key()))
                .toList();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static List<Topic<?>> consumed() {
        return List.of(Topics.RUNS_REQUESTED, Topics.GENERATIONS_TRAINED, Topics.SAMPLING_TASKS, Topics.RUNS_FINISHED);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
