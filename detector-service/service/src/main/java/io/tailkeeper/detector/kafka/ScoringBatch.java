package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.loop.PartitionProgress;
import io.tailkeeper.detector.run.Judge;
import io.tailkeeper.detector.run.KnownRuns.Decision;
import io.tailkeeper.detector.run.KnownRuns.Verdict;
import io.tailkeeper.detector.run.SampleScorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of one poll, sorted into those to score, those to refuse, and those that wait or are done. */
final class ScoringBatch {

    private Instant begun = Instant.now();
    private final Judge judge;
    private final Map<GenerationKey, Decision> decisions = new HashMap<>();
    private final List<ConsumerRecord<byte[], Received<SampleCollected>>> records = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /** A record and why it is refused. */
    record Refusal(ConsumerRecord<byte[], Received<SampleCollected>> record, RejectedMessageException reason) {}

    ScoringBatch(Judge judge) {
        this.judge = judge;
    }

    /** Whether a generation's samples need not wait; the answer stays the same for the whole batch. */
    boolean isReady(GenerationKey generation) {
        return decision(generation).verdict() != Verdict.WAIT;
    }

    private Decision decision(GenerationKey generation) {
        return decisions.computeIfAbsent(generation, judge::decide);
    }

    /**
     * Sorts the records of a partition, read from its position on, and notes them in its progress.
     *
     * @param next offset to read on from
     * @return the offset read up to: {@code next}, or that of a record that finds no room to wait
     */
    long add(PartitionProgress progress, List<ConsumerRecord<byte[], Received<SampleCollected>>> read, long next) {
        begun = Instant.now();
        long end = next;
        for (ConsumerRecord<byte[], Received<SampleCollected>> message : read) {
            if (!sort(progress, message)) {
                end = message.offset();
                break;
            }
        }
        progress.read(end, this::isReady);
        return end;
    }

    private boolean sort(PartitionProgress progress, ConsumerRecord<byte[], Received<SampleCollected>> message) {
        GenerationKey generation;
        try {
            generation = sample(message).generationKey();
        } catch (RejectedMessageException e) {
            if (!progress.isDone(message.offset(), null)) {
                refusals.add(new Refusal(message, e));
            }
            return true;
        }
        if (progress.isDone(message.offset(), generation) || progress.waitsFromBefore(generation)) {
            return true;
        }
        Verdict verdict = decision(generation).verdict();
        if (verdict == Verdict.WAIT) {
            if (!progress.hasRoomFor(generation)) {
                return false;
            }
            progress.waits(generation, message.offset());
        } else if (verdict == Verdict.SCORE) {
            records.add(message);
        }
        return true;
    }

    private static SampleCollected sample(ConsumerRecord<byte[], Received<SampleCollected>> message) {
        if (message.value() == null) { // without a body, no deserializer is asked
            throw new RejectedMessageException("the record has no body");
        }
        return message.value().orRefuse();
    }

    /** Scores the samples; for the thread of the encoder. */
    SampleScorer.Scores score() {
        return judge.score(records.stream().map(ScoringBatch::sample).toList(), generation -> decision(generation)
                .calibrated());
    }

    /** The records whose samples are scored, in the order of their places in the scores. */
    List<ConsumerRecord<byte[], Received<SampleCollected>>> records() {
        return records;
    }

    /** When its records had been read. */
    Instant begun() {
        return begun;
    }

    /** The refused records. */
    List<Refusal> refusals() {
        return refusals;
    }
}
