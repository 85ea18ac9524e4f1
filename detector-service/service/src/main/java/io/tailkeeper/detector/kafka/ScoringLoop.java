package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunFinishedSerializer;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SampleScoredSerializer;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.SampleScorer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Consumes, scores and produces: scores, dead letters and progress of a poll in one transaction, begun after scoring. */
final class ScoringLoop implements KafkaLoop, ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(ScoringLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Transactions transactions;
    private final String detectorId;
    private final SampleScorer scorer;
    private final DetectorBook book;
    private final WaitingGenerations waiting;
    private final SampleScoredSerializer scoredSerializer = new SampleScoredSerializer();
    private final RunFinishedSerializer finishedSerializer = new RunFinishedSerializer();
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();

    ScoringLoop(KafkaClients clients, RunDetector detector, DetectorBook book, WaitingGenerations waiting) {
        detectorId = detector.id();
        scorer = new SampleScorer(detector, book);
        this.book = book;
        this.waiting = waiting;
        scoredSerializer.configure(Map.of("client.id", KafkaClients.SERVICE), false);
        finishedSerializer.configure(Map.of("client.id", KafkaClients.SERVICE), false);
        transactions = new Transactions(clients, detectorId);
        try {
            consumer = clients.samples(detectorId);
        } catch (RuntimeException e) {
            transactions.close();
            throw e;
        }
        consumer.subscribe(List.of(Topics.SAMPLES_COLLECTED.name()), this);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        progress.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        restore(partitions);
    }

    /** Goes back to what was committed; where nothing was, to the beginning. */
    private void restore(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(Set.of(partition));
                progress.put(partition, new PartitionProgress(consumer.position(partition)));
            } else {
                consumer.seek(partition, offset.offset());
                progress.put(partition, PartitionProgress.of(offset));
            }
        }
    }

    @Override
    public void turn() {
        endRunsThatWaitTooLong();
        ScoringBatch batch = new ScoringBatch(book, detectorId);
        progress.forEach((partition, done) -> rewind(partition, done, batch));
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            transact(() -> deal(records, batch));
        }
    }

    private void rewind(TopicPartition partition, PartitionProgress done, ScoringBatch batch) {
        if (done.waiting().stream().anyMatch(batch::isReady)) {
            done.rewind(batch::isReady).ifPresent(offset -> consumer.seek(partition, offset));
            consumer.resume(Set.of(partition));
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> deal(ConsumerRecords<byte[], byte[]> records, ScoringBatch batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            PartitionProgress done = progress.get(partition);
            long next = records.nextOffsets().get(partition).offset();
            long end = batch.add(done, records.records(partition), next);
            if (end < next) {
                LOG.warnf(
                        "%s rests at %d: %d generations wait for their calibration",
                        partition, end, PartitionProgress.MOST_WAITING);
                consumer.seek(partition, end);
                consumer.pause(Set.of(partition));
            }
            offsets.put(partition, done.committable());
        }
        List<SampleScored> scored = scorer.score(batch.samples());
        transactions.begin();
        scored.forEach(sample ->
                transactions.send(Topics.SAMPLES_SCORED.name(), sample.sample().sampleId(), sample, scoredSerializer));
        batch.deadLetters().forEach(transactions::send);
        return offsets;
    }

    /** Whether the work was committed; if not, it was taken back and will be read again. */
    private boolean transact(Supplier<Map<TopicPartition, OffsetAndMetadata>> work) {
        boolean committed = transactions.commit(work, consumer::groupMetadata);
        if (!committed) {
            readAgain();
        }
        return committed;
    }

    private void readAgain() {
        Set<TopicPartition> partitions = consumer.assignment();
        restore(partitions);
        consumer.resume(partitions);
    }

    private void endRunsThatWaitTooLong() {
        Set<GenerationKey> waits = progress.values().stream()
                .flatMap(done -> done.waiting().stream())
                .filter(generation -> book.verdict(generation, detectorId) == DetectorBook.Verdict.WAIT)
                .collect(Collectors.toSet());
        for (GenerationKey generation : waiting.overdue(waits)) {
            if (book.isShadow(generation.runId(), detectorId)) {
                LOG.warnf("%s is a shadow of %s and gives it up: %s", detectorId, generation, reason(generation));
                book.giveUp(generation, detectorId);
                continue;
            }
            RunFinished failed = new RunFinished(
                    generation.runId(),
                    RunFinished.Status.FAILED,
                    KafkaClients.SERVICE,
                    reason(generation),
                    waiting.now());
            boolean published = transact(() -> {
                transactions.begin();
                transactions.send(Topics.RUNS_FINISHED.name(), generation.runId(), failed, finishedSerializer);
                return Map.of();
            });
            if (!published) {
                return; // the next turn tries again
            }
            LOG.errorf("run %s has failed: %s", generation.runId(), failed.reason());
            book.note(failed);
        }
    }

    private String reason(GenerationKey generation) {
        return "the samples of " + generation + " waited " + waiting.longest() + " for the calibrated detector "
                + detectorId + " and none came: the calibration part of that generation on "
                + Topics.SAMPLES_CALIBRATION.name()
                + " is missing or incomplete. Look for refused records on "
                + Topics.SAMPLES_CALIBRATION.deadLetter(KafkaClients.SERVICE)
                + " and at the generator's log; if the generator is only slow, raise"
                + " tailkeeper.detector.calibration-timeout";
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        transactions.close();
    }
}
