package io.tailkeeper.detector.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jboss.logging.Logger;

/** What is sent, and how far was read, in one transaction. Used by one thread. */
final class Transactions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final int MOST_ABORTS = 3;

    private final Producer<byte[], byte[]> producer;
    private int aborts;

    Transactions(KafkaClients clients, String detectorId) {
        producer = clients.transactionalProducer(detectorId);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    void begin() {
        producer.beginTransaction();
    }

    <T> void send(String topic, String key, T message, Serializer<T> serializer) {
        RecordHeaders headers = new RecordHeaders();
        byte[] body = serializer.serialize(topic, headers, message);
        send(new ProducerRecord<>(topic, null, null, key.getBytes(StandardCharsets.UTF_8), body, headers));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the transaction's commit fails when a sending has failed
    void send(ProducerRecord<byte[], byte[]> message) {
        producer.send(message);
    }

    /**
     * Does the work, which begins the transaction and sends, and commits it with the offsets that it gives.
     *
     * @return false when all of it was taken back
     * @throws KafkaException when it was taken back for the fourth time in a row
     */
    boolean commit(Supplier<Map<TopicPartition, OffsetAndMetadata>> work, Supplier<ConsumerGroupMetadata> group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = work.get();
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group.get());
            }
            producer.commitTransaction();
            aborts = 0;
            return true;
        } catch (KafkaException e) {
            aborts++;
            if (aborts > MOST_ABORTS) {
                throw e;
            }
            LOG.warnf("a batch is taken back and dealt with again: %s", e.getMessage());
            producer.abortTransaction();
            return false;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
