package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.DetectorBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads all runs, their trained generations, calibrated detectors and ends, from the beginning and for ever, into the book. */
final class BookLoop implements KafkaLoop {

    private static final Logger LOG = Logger.getLogger(BookLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<Topic<?>> TOPICS = List.of(
            Topics.RUNS_REQUESTED, Topics.GENERATIONS_TRAINED, Topics.DETECTORS_CALIBRATED, Topics.RUNS_FINISHED);

    private final Consumer<byte[], byte[]> consumer;
    private final DetectorBook book;
    private final Runnable caughtUp;
    private final Map<TopicPartition, Long> ends;

    /**
     * Connects.
     *
     * @param caughtUp called when everything that stood in the topics at the start has been read
     */
    BookLoop(KafkaClients clients, DetectorBook book, Runnable caughtUp) {
        consumer = clients.readerOfAll();
        this.book = book;
        this.caughtUp = caughtUp;
        try {
            List<TopicPartition> partitions =
                    TOPICS.stream().flatMap(topic -> partitions(topic.name())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ends = consumer.endOffsets(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private Stream<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException(
                    "the topic " + topic + " does not exist yet; create the topics of the contract");
        }
        return partitions.stream();
    }

    @Override
    public void turn() {
        consumer.poll(POLL).forEach(this::read);
        if (!ends.isEmpty()) {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                caughtUp.run();
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            note(message.topic(), message.value());
        } catch (RejectedMessageException e) {
            // Every instance reads it, so none may move it: a record of the house that is wrong is said, and passed.
            LOG.errorf(
                    "%s-%d@%d is refused: %s", message.topic(), message.partition(), message.offset(), e.getMessage());
        }
    }

    private void note(String topic, byte[] body) {
        if (topic.equals(Topics.RUNS_REQUESTED.name())) {
            book.note(ContractJson.read(Topics.RUNS_REQUESTED, body));
        } else if (topic.equals(Topics.GENERATIONS_TRAINED.name())) {
            book.note(ContractJson.read(Topics.GENERATIONS_TRAINED, body));
        } else if (topic.equals(Topics.RUNS_FINISHED.name())) {
            book.note(ContractJson.read(Topics.RUNS_FINISHED, body));
        } else {
            DetectorCalibrated detector = ContractJson.read(Topics.DETECTORS_CALIBRATED, body);
            if (!book.note(detector)) {
                LOG.debugf("the detector %s (%s) is another instance's", detector.key(), detector.detectorVersion());
            }
        }
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
