package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.DetectorBook.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** The records of one poll, sorted into those to score, those to refuse, and those that wait or are done. */
final class ScoringBatch {

    private static final Logger LOG = Logger.getLogger(ScoringBatch.class);

    private final DetectorBook book;
    private final String detectorId;
    private final Map<GenerationKey, Verdict> verdicts = new HashMap<>();
    private final List<SampleCollected> samples = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

    ScoringBatch(DetectorBook book, String detectorId) {
        this.book = book;
        this.detectorId = detectorId;
    }

    /** Whether a generation's samples need not wait; the answer stays the same for the whole batch. */
    boolean isReady(GenerationKey generation) {
        return verdict(generation) != Verdict.WAIT;
    }

    private Verdict verdict(GenerationKey generation) {
        return verdicts.computeIfAbsent(generation, key -> book.verdict(key, detectorId));
    }

    /**
     * Sorts the records of a partition, read from its position on, and notes them in its progress.
     *
     * @param next offset to read on from
     * @return the offset read up to: {@code next}, or that of a record that finds no room to wait
     */
    long add(PartitionProgress progress, List<ConsumerRecord<byte[], byte[]>> records, long next) {
        long end = next;
        for (ConsumerRecord<byte[], byte[]> message : records) {
            if (!sort(progress, message)) {
                end = message.offset();
                break;
            }
        }
        progress.read(end, this::isReady);
        return end;
    }

    private boolean sort(PartitionProgress progress, ConsumerRecord<byte[], byte[]> message) {
        SampleCollected sample;
        try {
            sample = read(message);
        } catch (RejectedMessageException e) {
            if (!progress.isDone(message.offset(), null)) {
                LOG.warnf(
                        "%s-%d@%d is refused: %s",
                        message.topic(), message.partition(), message.offset(), e.getMessage());
                deadLetters.add(DeadLetter.of(message, KafkaClients.SERVICE, e));
            }
            return true;
        }
        GenerationKey generation = sample.generationKey();
        if (progress.isDone(message.offset(), generation) || progress.waitsFromBefore(generation)) {
            return true;
        }
        switch (verdict(generation)) {
            case SCORE -> samples.add(sample);
            case WAIT -> {
                if (!progress.hasRoomFor(generation)) {
                    return false;
                }
                progress.waits(generation, message.offset());
            }
            case DROP -> LOG.debugf("%s is not scored: its run has ended", sample.sampleId());
        }
        return true;
    }

    private static SampleCollected read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            throw new RejectedMessageException("SampleCollected has no body");
        }
        return ContractJson.read(Topics.SAMPLES_COLLECTED, message.value());
    }

    /** The samples to score. */
    List<SampleCollected> samples() {
        return samples;
    }

    /** The refused records. */
    List<ProducerRecord<byte[], byte[]>> deadLetters() {
        return deadLetters;
    }
}
