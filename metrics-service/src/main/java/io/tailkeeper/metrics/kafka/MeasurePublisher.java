package io.tailkeeper.metrics.kafka;

import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Publishes measures, ends of runs and dead letters; every method returns when the broker has acknowledged. */
final class MeasurePublisher implements AutoCloseable {

    private static final Map<String, Object> IDENTITY = Map.of(ProducerConfig.CLIENT_ID_CONFIG, "metrics");

    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<GenerationMeasured> measures = new ContractSerializer<GenerationMeasured>();
    private final Serializer<RunFinished> ends = new ContractSerializer<RunFinished>();

    MeasurePublisher(Map<String, Object> connection) {
        Map<String, Object> configuration = new HashMap<>(connection);
        configuration.putAll(IDENTITY);
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
        measures.configure(IDENTITY, false);
        ends.configure(IDENTITY, false);
    }

    void publish(GenerationMeasured measured) {
        publish(Topics.GENERATIONS_MEASURED.name(), measured.generationKey().toString(), measured, measures);
    }

    void publish(RunFinished finished) {
        publish(Topics.RUNS_FINISHED.name(), finished.runId(), finished, ends);
    }

    private <T> void publish(String topic, String key, T message, Serializer<T> serializer) {
        RecordHeaders headers = new RecordHeaders();
        byte[] body = serializer.serialize(topic, headers, message);
        send(new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), body, headers));
    }

    void send(ProducerRecord<byte[], byte[]> message) {
        try {
            producer.send(message).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure) {
                throw failure;
            }
            throw new KafkaException("record for " + message.topic() + " could not be sent", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        measures.close();
        ends.close();
    }
}
