package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.trainer.TrainingFailedException;
import io.tailkeeper.trainer.WeightedBatches;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The topic of weighted batches: a generation's are published in one transaction and read back by offset. A generation
 * that was published twice after a crash has two equal copies there; the reader uses one.
 */
final class BatchTopic {

    /** The batches are no longer where they were published; they have to be published again. */
    static final class LostException extends RuntimeException {
        LostException(String message) {
            super(message);
        }
    }

    private static final String NAME = Topics.BATCHES_WEIGHTED.name();

    private final KafkaClients clients;
    private final Serializer<WeightedBatch> serializer = Outbox.named(new ContractSerializer<WeightedBatch>());

    BatchTopic(KafkaClients clients) {
        this.clients = clients;
    }

    /** Publishes all batches of a generation, or none. */
    PublishedBatches publish(WeightedBatches batches) {
        Future<RecordMetadata> first = null;
        Future<RecordMetadata> last = null;
        try (KafkaProducer<byte[], byte[]> producer = clients.transactionalProducer("trainer-batches")) {
            producer.initTransactions();
            producer.beginTransaction();
            for (WeightedBatch batch : batches) {
                last = producer.send(Outbox.message(NAME, batch.runId(), batch, serializer));
                first = first == null ? last : first;
            }
            producer.flush();
            RecordMetadata begin = first.get();
            RecordMetadata end = last.get();
            producer.commitTransaction();
            return new PublishedBatches(begin.partition(), begin.offset(), end.offset());
        } catch (ExecutionException e) {
            throw refused(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped while publishing batches", e);
        }
    }

    private static RuntimeException refused(Throwable cause) {
        if (cause instanceof RecordTooLargeException) {
            return new TrainingFailedException(
                    NAME + ": a batch is larger than the broker takes (" + cause.getMessage()
                            + "); lower training.batch-size or text.block-tokens, or raise the broker's message.max.bytes",
                    cause);
        }
        return cause instanceof KafkaException known ? known : new KafkaException(NAME + " was not written", cause);
    }

    /** The batches of a generation in order of sequence, from one on; the stream is to be closed. */
    Stream<WeightedBatch> read(GenerationKey generation, PublishedBatches published, int fromSequence) {
        Cursor cursor = new Cursor(generation, published, fromSequence);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(cursor.consumer::close);
    }

    private final class Cursor implements Iterator<WeightedBatch> {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final TopicPartition partition;
        private final GenerationKey generation;
        private final PublishedBatches published;
        private final Deque<WeightedBatch> read = new ArrayDeque<>();
        private int wanted;

        Cursor(GenerationKey generation, PublishedBatches published, int fromSequence) {
            this.generation = generation;
            this.published = published;
            this.wanted = fromSequence;
            partition = new TopicPartition(NAME, published.partition());
            consumer = clients.consumer("trainer-batches", 32, "none");
            consumer.assign(List.of(partition));
            if (consumer.endOffsets(List.of(partition)).get(partition) <= published.last()) {
                consumer.close();
                throw new LostException(partition + " ends before offset " + published.last());
            }
            // One offset a batch at least: those before the wanted one can be passed over.
            consumer.seek(partition, published.first() + fromSequence);
        }

        @Override
        public boolean hasNext() {
            fill();
            return !read.isEmpty();
        }

        @Override
        public WeightedBatch next() {
            fill();
            if (read.isEmpty()) {
                throw new LostException("batch " + wanted + " of " + generation + " is not on " + partition
                        + " between offsets " + published.first() + " and " + published.last());
            }
            wanted++;
            return read.remove();
        }

        private void fill() {
            while (read.isEmpty() && consumer.position(partition) <= published.last()) {
                try {
                    for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(500))) {
                        keep(found);
                    }
                } catch (OffsetOutOfRangeException | RejectedMessageException e) {
                    throw new LostException(e.getMessage());
                }
            }
        }

        private void keep(ConsumerRecord<byte[], byte[]> found) {
            WeightedBatch batch = ContractJson.read(Topics.BATCHES_WEIGHTED, found.value());
            if (batch.generationKey().equals(generation) && batch.sequence() == wanted + read.size()) {
                read.add(batch);
            }
        }
    }
}
