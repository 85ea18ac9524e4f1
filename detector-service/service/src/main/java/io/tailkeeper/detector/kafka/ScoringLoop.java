package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.ContractSerializer;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.detector.DetectorBook;
import io.tailkeeper.detector.RunDetector;
import io.tailkeeper.detector.SampleScorer;
import io.tailkeeper.detector.kafka.ScoringThread.Scored;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Consumes, scores and produces: scores, dead letters and progress of a poll in one transaction, begun after scoring.
 *
 * <p>While a poll is scored, the one before it is committed and the one after it is read and sorted. Transactions stay in the
 * order of the polls, each with the progress that was noted when its poll was sorted.
 */
final class ScoringLoop implements KafkaLoop, ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(ScoringLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** A poll that is being scored is committed soon after, whether or not another one follows. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final Consumer<byte[], byte[]> consumer;
    private final AssignedPartitions assigned;
    private final Transactions transactions;
    private final String detectorId;
    private final ScoringThread scoring;
    private final DetectorBook book;
    private final WaitingGenerations waiting;
    private final ContractSerializer<SampleScored> scoredSerializer = new ContractSerializer<SampleScored>();
    private final ContractSerializer<RunFinished> finishedSerializer = new ContractSerializer<RunFinished>();

    ScoringLoop(KafkaClients clients, RunDetector detector, DetectorBook book, WaitingGenerations waiting) {
        detectorId = detector.id();
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
        assigned = new AssignedPartitions(consumer);
        scoring = new ScoringThread(detectorId + "-encoding", new SampleScorer(detector, book));
        consumer.subscribe(List.of(Topics.SAMPLES_COLLECTED.name()), this);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // The last moment to commit: if that fails, whoever gets the partitions scores the poll again.
        scoring.take().ifPresent(scored -> transactions.commit(() -> send(scored), consumer::groupMetadata));
        assigned.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        scoring.drop();
        assigned.forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.restore(partitions);
    }

    @Override
    public void turn() {
        endRunsThatWaitTooLong();
        ScoringBatch batch = new ScoringBatch(book, detectorId);
        assigned.rewind(batch);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(scoring.isIdle() ? POLL : MOMENT);
        if (!records.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = assigned.sort(records, batch);
            Optional<Scored> before = scoring.take();
            scoring.begin(batch, offsets);
            before.ifPresent(this::commit);
        } else if (scoring.isReady()) {
            scoring.take().ifPresent(this::commit);
        }
    }

    private void commit(Scored scored) {
        transact(() -> send(scored));
    }

    private Map<TopicPartition, OffsetAndMetadata> send(Scored scored) {
        transactions.begin();
        for (SampleScored sample : scored.samples()) {
            transactions.send(Topics.SAMPLES_SCORED.name(), sample.sample().sampleId(), sample, scoredSerializer);
        }
        scored.deadLetters().forEach(transactions::send);
        return scored.offsets();
    }

    /** Whether the work was committed; if not, it was taken back and will be read again. */
    private boolean transact(Supplier<Map<TopicPartition, OffsetAndMetadata>> work) {
        boolean committed = transactions.commit(work, consumer::groupMetadata);
        if (!committed) {
            scoring.drop(); // it was read after what has been taken back
            assigned.restoreAll();
        }
        return committed;
    }

    private void endRunsThatWaitTooLong() {
        Set<GenerationKey> waits = assigned.waiting().stream()
                .filter(generation -> book.verdict(generation, detectorId) == DetectorBook.Verdict.WAIT)
                .collect(Collectors.toSet());
        for (GenerationKey generation : waiting.overdue(waits)) {
            if (book.isShadow(generation.runId(), detectorId)) {
                LOG.warnf(
                        "%s is a shadow of %s and gives it up: %s",
                        detectorId, generation, waiting.reason(generation, detectorId));
                book.giveUp(generation, detectorId);
                continue;
            }
            RunFinished failed = new RunFinished(
                    generation.runId(),
                    RunFinished.Status.FAILED,
                    KafkaClients.SERVICE,
                    waiting.reason(generation, detectorId),
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

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        scoring.drop(); // the next life reads it again
        scoring.close();
        consumer.close();
        transactions.close();
    }
}
