package io.tailkeeper.detector.kafka;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.detector.loop.PartitionProgress;
import io.tailkeeper.detector.loop.PartitionProgress.Committed;
import io.tailkeeper.flow.Backlog;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The partitions that an instance reads from now, and what of each has been dealt with. Not for use by several threads. */
final class AssignedPartitions {

    private static final Logger LOG = Logger.getLogger(AssignedPartitions.class);

    private final KafkaConsumer<byte[], Received<SampleCollected>> consumer;
    private final String group;
    private final Backlog backlog;
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();

    AssignedPartitions(KafkaConsumer<byte[], Received<SampleCollected>> consumer, String group, Backlog backlog) {
        this.consumer = consumer;
        this.group = group;
        this.backlog = backlog;
    }

    /** Goes back to what was committed; where nothing was, to the beginning. */
    void restore(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(Set.of(partition));
                progress.put(partition, new PartitionProgress(consumer.position(partition)));
            } else {
                consumer.seek(partition, offset.offset());
                progress.put(partition, PartitionProgress.of(new Committed(offset.offset(), offset.metadata())));
            }
        }
    }

    /** Goes back to what was committed, everywhere. */
    void restoreAll() {
        Set<TopicPartition> partitions = consumer.assignment();
        restore(partitions);
        consumer.resume(partitions);
    }

    void forget(Collection<TopicPartition> partitions) {
        progress.keySet().removeAll(partitions);
        partitions.forEach(partition -> backlog.forget(group, partition));
    }

    /** Goes back to the records of generations that waited and need not wait any more. */
    void rewind(ScoringBatch batch) {
        progress.forEach((partition, done) -> {
            if (done.waiting().stream().anyMatch(batch::isReady)) {
                done.rewind(batch::isReady).ifPresent(offset -> consumer.seek(partition, offset));
                consumer.resume(Set.of(partition));
            }
        });
    }

    /**
     * Sorts the records of a poll into a batch. Of some partitions it may hold no record: only the marker of a transaction
     * was read.
     *
     * @return what to commit when the batch has been dealt with
     */
    Map<TopicPartition, OffsetAndMetadata> sort(
            ConsumerRecords<byte[], Received<SampleCollected>> records, ScoringBatch batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.nextOffsets().forEach((partition, next) -> {
            PartitionProgress done =
                    Objects.requireNonNull(progress.get(partition), "the progress of an assigned partition");
            long end = batch.add(done, records.records(partition), next.offset());
            if (end < next.offset()) {
                LOG.warnf(
                        "%s rests at %d: %d generations wait for their calibration",
                        partition, end, PartitionProgress.MAX_WAITING);
                consumer.seek(partition, end);
                consumer.pause(Set.of(partition));
            }
            Committed committable = done.committable();
            offsets.put(partition, new OffsetAndMetadata(committable.offset(), committable.metadata()));
        });
        return offsets;
    }

    /** The generations that wait. */
    Set<GenerationKey> waiting() {
        return progress.values().stream()
                .flatMap(done -> done.waiting().stream())
                .collect(Collectors.toSet());
    }

    /** Tells how much there is to do, and how much waits. */
    void noteBacklog() {
        progress.forEach((partition, done) -> {
            backlog.note(group, partition, consumer.currentLag(partition).orElse(0));
            backlog.waiting(group, partition, done.waitingRecords());
        });
    }
}
