package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.TrainingProgress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What the trainer publishes, batches apart. Whatever matters is acknowledged by the broker before a method returns, and
 * tried again while the broker is away. Safe for use by several threads.
 */
final class Outbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

    private final KafkaProducer<byte[], byte[]> producer;
    private final Clock clock;
    private final Serializer<GenerationTrained> trained = named(new ContractSerializer<GenerationTrained>());
    private final Serializer<RunFinished> finished = named(new ContractSerializer<RunFinished>());
    private final Serializer<TrainingProgress> progress = named(new ContractSerializer<TrainingProgress>());

    Outbox(KafkaClients clients, Clock clock) {
        this.producer = clients.producer("trainer");
        this.clock = clock;
    }

    static <T> Serializer<T> named(Serializer<T> serializer) {
        serializer.configure(Map.of("client.id", "trainer"), false);
        return serializer;
    }

    static <T> ProducerRecord<byte[], byte[]> message(String topic, String key, T message, Serializer<T> serializer) {
        RecordHeaders headers = new RecordHeaders();
        byte[] body = serializer.serialize(topic, headers, message);
        return new ProducerRecord<>(topic, null, null, key.getBytes(StandardCharsets.UTF_8), body, headers);
    }

    void trained(GenerationTrained message) {
        deliver(message(
                Topics.GENERATIONS_TRAINED.name(), message.generationKey().toString(), message, trained));
    }

    /** Ends a run. */
    RunFinished failed(String runId, String reason) {
        LOG.log(System.Logger.Level.ERROR, "run {0} failed: {1}", runId, reason);
        RunFinished message = new RunFinished(runId, RunFinished.Status.FAILED, "trainer", reason, clock.instant());
        deliver(message(Topics.RUNS_FINISHED.name(), runId, message, finished));
        return message;
    }

    void deadLetter(ProducerRecord<byte[], byte[]> letter) {
        deliver(letter);
    }

    /** Tells how far a training is; may be lost. */
    void progress(TrainingProgress message) {
        Future<RecordMetadata> unused = producer.send(
                message(Topics.TRAINING_PROGRESS.name(), message.generationKey().toString(), message, progress),
                (metadata, failure) -> {
                    if (failure != null) {
                        LOG.log(System.Logger.Level.WARNING, "progress not published: " + failure.getMessage());
                    }
                });
    }

    private void deliver(ProducerRecord<byte[], byte[]> message) {
        while (true) {
            try {
                producer.send(message).get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new KafkaException(message.topic() + ": the broker refuses the message", e.getCause());
                }
                LOG.log(System.Logger.Level.WARNING, message.topic() + " not delivered yet: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("stopped while delivering to " + message.topic(), e);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
