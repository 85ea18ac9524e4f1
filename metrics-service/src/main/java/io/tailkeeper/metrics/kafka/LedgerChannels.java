package io.tailkeeper.metrics.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.flow.DeadLetters;
import io.tailkeeper.flow.IncomingRecords;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.LedgerOffsets;
import io.tailkeeper.metrics.redis.LedgerOffsets.Outcome;
import io.tailkeeper.metrics.redis.LedgerPlan;
import io.tailkeeper.metrics.redis.RedisLedger;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Enters what the topics hold into the ledger, a poll at a time. What says which runs there are has a channel of its own, so
 * that the other can wait for it: nobody's samples are taken for a stranger's because they were read first.
 */
@ApplicationScoped
class LedgerChannels {

    private static final Logger LOG = Logger.getLogger(LedgerChannels.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RedisLedger ledger;
    private final LedgerOffsets offsets;
    private final LedgerPartitions partitions;
    private final DeadLetters deadLetters;
    private final Supervision supervision;
    private final Map<String, String> waiting = new ConcurrentHashMap<>();

    LedgerChannels(
            RedisLedger ledger,
            LedgerOffsets offsets,
            LedgerPartitions partitions,
            DeadLetters deadLetters,
            Supervision supervision) {
        this.ledger = ledger;
        this.offsets = offsets;
        this.partitions = partitions;
        this.deadLetters = deadLetters;
        this.supervision = supervision;
    }

    @Incoming(LedgerPartitions.RUNS)
    Uni<Void> runs(KafkaRecordBatch<byte[], Received<Object>> poll) {
        return enter(LedgerPartitions.RUNS, poll);
    }

    @Incoming(LedgerPartitions.SAMPLES)
    Uni<Void> samples(KafkaRecordBatch<byte[], Received<Object>> poll) {
        return enter(LedgerPartitions.SAMPLES, poll);
    }

    /** On a worker; acknowledged only when it is in the ledger: else it is read again. */
    private Uni<Void> enter(String channel, KafkaRecordBatch<byte[], Received<Object>> poll) {
        ConsumerRecords<byte[], Received<Object>> records = records(poll);
        return Uni.createFrom()
                .item(() -> enter(channel, records))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(failure -> supervision.fail(channel + " cannot go on: " + failure, failure))
                .chain(entered -> entered
                        ? Uni.createFrom().completionStage(poll::ack)
                        : Uni.createFrom().voidItem());
    }

    @SuppressWarnings("unchecked") // what the channel's deserializer gives
    private static ConsumerRecords<byte[], Received<Object>> records(KafkaRecordBatch<?, ?> poll) {
        return poll.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }

    private boolean enter(String channel, ConsumerRecords<byte[], Received<Object>> records) {
        List<ConsumerRecord<byte[], Received<Object>>> kept = new ArrayList<>();
        List<LedgerEntry> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], Received<Object>> read : records) {
            read(read).ifPresent(entry -> {
                kept.add(read);
                entries.add(entry);
            });
        }
        Outcome outcome = Outcome.CHANGED;
        while (outcome == Outcome.CHANGED && !supervision.stopping()) {
            outcome = tryToEnter(channel, kept, entries, stretches(records));
        }
        return outcome == Outcome.ENTERED;
    }

    /** What is kept of a record; a refused one becomes a dead letter, and a sample counts as one that joined the stream. */
    private Optional<LedgerEntry> read(ConsumerRecord<byte[], Received<Object>> read) {
        try {
            return LedgerFeed.entry(read);
        } catch (RejectedMessageException e) {
            refuse(read, e);
        } catch (RuntimeException e) { // whatever it is, it is this record's
            refuse(read, new RejectedMessageException("the record cannot be read: " + e, e));
        }
        return LedgerFeed.refused(read);
    }

    private Outcome tryToEnter(
            String channel,
            List<ConsumerRecord<byte[], Received<Object>>> kept,
            List<LedgerEntry> entries,
            List<LedgerOffsets.Stretch> stretches) {
        try {
            LedgerPlan plan = ledger.plan(entries);
            if (plan.unrequested() && channel.equals(LedgerPartitions.SAMPLES)) {
                awaitRuns();
                plan = ledger.plan(entries);
            }
            plan.refused().forEach((number, reason) -> refuse(kept.get(number), reason));
            Outcome outcome = offsets.enter(plan, stretches);
            waiting.remove(channel);
            return outcome;
        } catch (RedisAwayException | BrokerAwayException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(waiting.put(channel, reason))) {
                LOG.warnf("%s waits: %s", channel, reason);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            return Outcome.CHANGED;
        }
    }

    /** Waits until every request and end of a run that is there now is in the ledger, whoever reads it. */
    private void awaitRuns() {
        Map<String, Long> ends = partitions.endsOfRuns();
        while (!ledger.holds(ends) && !supervision.stopping()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void refuse(ConsumerRecord<byte[], Received<Object>> read, RejectedMessageException reason) {
        if (!LedgerFeed.deadLetter(read.topic())) {
            deadLetters.refuse(IncomingRecords.original(read), reason).await().indefinitely();
        }
    }

    private static List<LedgerOffsets.Stretch> stretches(ConsumerRecords<byte[], Received<Object>> records) {
        return records.partitions().stream()
                .map(partition -> {
                    List<ConsumerRecord<byte[], Received<Object>>> read = records.records(partition);
                    long last = read.getLast().offset() + 1;
                    long next = records.nextOffsets().containsKey(partition)
                            ? records.nextOffsets().get(partition).offset()
                            : last;
                    return new LedgerOffsets.Stretch(
                            partition.toString(), read.getFirst().offset(), Math.max(last, next));
                })
                .toList();
    }
}
