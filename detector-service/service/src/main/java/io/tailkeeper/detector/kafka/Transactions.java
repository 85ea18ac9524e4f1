package io.tailkeeper.detector.kafka;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What is sent, and how far was read, in one transaction. Used by one thread. */
final class Transactions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final int MAX_ABORTS = 3;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Counter aborted;
    private int aborts;

    /** @param aborted counts what was taken back */
    Transactions(KafkaProducer<byte[], byte[]> producer, Counter aborted) {
        this.producer = producer;
        this.aborted = aborted;
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Sends and commits.
     *
     * @return false when all of it was taken back
     * @throws KafkaException when it was taken back for the fourth time in a row
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the commit fails when a sending has failed
    boolean commit(
            List<ProducerRecord<byte[], byte[]>> messages,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
            messages.forEach(producer::send);
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
            aborts = 0;
            return true;
        } catch (KafkaException e) {
            aborts++;
            aborted.increment();
            if (aborts > MAX_ABORTS) {
                throw e;
            }
            LOG.warnf("a batch is taken back and dealt with again: %s", e.getMessage());
            producer.abortTransaction();
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(LONGEST_CLOSE);
    }
}
