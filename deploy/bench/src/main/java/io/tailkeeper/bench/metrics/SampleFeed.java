package io.tailkeeper.bench.metrics;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes samples and their scores, as generator and detector do together. Not for use by several threads. */
final class SampleFeed implements AutoCloseable {

    private static final String DETECTOR_VERSION = "bench";

    private final KafkaProducer<byte[], byte[]> producer;
    private final ContractSerializer<SampleCollected> collected = new ContractSerializer<>("bench");
    private final ContractSerializer<SampleScored> scored = new ContractSerializer<>("bench");
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    SampleFeed(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 20, "batch.size", 256 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Asks for a run. */
    void request(RunRequested run) {
        try (ContractSerializer<RunRequested> requested = new ContractSerializer<>("bench")) {
            producer.send(requested.toRecord(Topics.RUNS_REQUESTED, run)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused: " + e.getCause(), e);
        }
    }

    /** Writes texts as samples of a generation, the i-th with index {@code first + i}, and a score of each. */
    void write(GenerationKey generation, String detectorId, int first, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            SampleCollected sample = new SampleCollected(
                    SampleCollected.id(generation, first + i),
                    generation.runId(),
                    generation.generation(),
                    "",
                    texts.get(i),
                    Provenance.HUMAN);
            double probability = (first + i) % 100 / 100.0;
            send(Topics.SAMPLES_COLLECTED, sample, collected);
            send(
                    Topics.SAMPLES_SCORED,
                    new SampleScored(sample, detectorId, DETECTOR_VERSION, probability, probability - 0.5),
                    scored);
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the broker refused: " + failed.getMessage(), failed);
        }
    }

    private <T> void send(Topic<T> topic, T message, ContractSerializer<T> serializer) {
        var unused = producer.send(serializer.toRecord(topic, message), (_, refusal) -> {
            if (refusal != null) {
                failure.compareAndSet(null, refusal);
            }
        });
    }

    @Override
    public void close() {
        collected.close();
        scored.close();
        producer.close(Duration.ZERO);
    }
}
