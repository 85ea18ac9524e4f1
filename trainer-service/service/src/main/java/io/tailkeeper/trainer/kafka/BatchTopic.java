package io.tailkeeper.trainer.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.common.annotation.Identifier;
import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.contracts.topics.ContractSerializer;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.trainer.BatchesLostException;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.WeightedBatches;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic of weighted batches: a generation's are published in transactions, the last of which announces where all of them
 * lie, and are read back from there. Batches that no announcement names count for nobody. Used by one thread; an interrupt
 * ends what it waits for.
 *
 * <p>However large the generation, a transaction is open for {@link #LONGEST_OPEN} and three waits of at most
 * {@link #LONGEST_WAIT}, for room to send, for what was sent and for the commit: less than its time-out.
 */
@Singleton
public class BatchTopic {

    private static final Duration LONGEST_OPEN = Duration.ofSeconds(10);
    private static final int TRANSACTION_TIMEOUT = 60_000;
    private static final int LONGEST_WAIT = 15_000;
    private static final Duration CLOSING = Duration.ofSeconds(2);
    static final String CLIENT = "trainer-batches";

    private final Map<String, Object> broker;
    private final String transactionalId;
    private final Duration longestOpen;
    private final Traces traces;
    private final Counter aborted;

    @Inject
    BatchTopic(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            TrainerDirectory directory,
            Traces traces,
            MeterRegistry meters) {
        this(broker, CLIENT + "-" + directory.identity(), LONGEST_OPEN, traces, meters);
    }

    /** @param longestOpen after which another transaction begins */
    public BatchTopic(
            Map<String, Object> broker,
            String transactionalId,
            Duration longestOpen,
            Traces traces,
            MeterRegistry meters) {
        this.aborted = meters.counter("tailkeeper.transactions.aborted", "service", "trainer");
        this.traces = traces;
        this.broker = Map.copyOf(broker);
        this.transactionalId = transactionalId;
        this.longestOpen = longestOpen;
    }

    /**
     * Publishes all batches of a generation, or none that count.
     *
     * @throws TrainingFailedException when the broker takes no batch so large
     */
    public BatchesPublished publish(WeightedBatches batches) {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
        boolean open = false;
        try {
            producer.initTransactions();
            open = true;
            BatchesPublished published = publish(batches, producer);
            open = false;
            return published;
        } catch (ExecutionException | KafkaException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped while publishing batches", e);
        } finally {
            producer.close(CLOSING); // aborts what is open
            aborted.increment(open ? 1 : 0);
        }
    }

    private BatchesPublished publish(WeightedBatches batches, KafkaProducer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        ContractSerializer<WeightedBatch> serializer = new ContractSerializer<>(CLIENT);
        Sha256 digest = new Sha256();
        Future<RecordMetadata> first = null;
        Future<RecordMetadata> last = null;
        producer.beginTransaction();
        long begun = System.nanoTime();
        for (WeightedBatch batch : batches) {
            if (System.nanoTime() - begun > longestOpen.toNanos()) {
                producer.commitTransaction();
                producer.beginTransaction();
                begun = System.nanoTime();
            }
            ProducerRecord<byte[], byte[]> message = traced(serializer.toRecord(Topics.BATCHES_WEIGHTED, batch));
            digest.add(message.value());
            last = producer.send(message);
            first = first == null ? last : first;
        }
        producer.flush();
        RecordMetadata begin =
                Objects.requireNonNull(first, "a generation has batches").get();
        RecordMetadata end =
                Objects.requireNonNull(last, "a generation has batches").get();
        BatchesPublished published = new BatchesPublished(
                batches.generationKey().runId(),
                batches.generationKey().generation(),
                begin.partition(),
                begin.offset(),
                end.offset(),
                batches.count(),
                digest.hex());
        Future<RecordMetadata> announced = producer.send(
                traced(new ContractSerializer<BatchesPublished>(CLIENT).toRecord(Topics.BATCHES_PUBLISHED, published)));
        producer.commitTransaction();
        announced.get();
        return published;
    }

    /** With the trace of the training that publishes it, if somebody records that. */
    private ProducerRecord<byte[], byte[]> traced(ProducerRecord<byte[], byte[]> message) {
        if (Span.current().getSpanContext().isSampled()) {
            traces.write(Context.current(), message.headers());
        }
        return message;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_WAIT);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_WAIT / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_WAIT);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 9 * 1024 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        return settings;
    }

    private static RuntimeException refused(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return new TrainingFailedException(
                        Topics.BATCHES_WEIGHTED.name() + ": a batch is larger than the broker takes ("
                                + cause.getMessage()
                                + "); lower training.batch-size or text.block-tokens, or raise the broker's"
                                + " message.max.bytes",
                        failure);
            }
        }
        return failure instanceof KafkaException known
                ? known
                : new KafkaException(Topics.BATCHES_WEIGHTED.name() + " was not written", failure);
    }

    /**
     * The bodies of announced batches, from an offset on; the stream is to be closed.
     *
     * @throws BatchesLostException when they are not all there
     */
    public Stream<byte[]> bodies(BatchesPublished published, long from) {
        PublishedRange range = new PublishedRange(broker, published, from);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(range, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(range::close);
    }
}
