package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.DeadLetter;
import io.tailkeeper.contracts.RejectedMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The trainer's reader. There is one trainer, so it assigns itself every partition: no group is balanced, and a
 * restarted trainer reads on at once. Topics of state are read from their beginning at every start; the others from the
 * committed offset, where that was committed by this very folder, else from the beginning too. A refused record goes to
 * the dead-letter topic, once. Not safe for use by several threads.
 */
final class Inbox implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Outbox outbox;
    private final String identity;
    private final Map<String, Route<?>> state;
    private final Map<String, Route<?>> samples;
    private final Map<TopicPartition, Long> refusedBefore = new HashMap<>();
    private long lookedForPartitions;

    /** @param identity of the folder that committed offsets stand for */
    Inbox(KafkaClients clients, Outbox outbox, String identity, List<Route<?>> state, List<Route<?>> samples) {
        this.consumer = clients.consumer("trainer", 1_000, "earliest");
        this.outbox = outbox;
        this.identity = identity;
        this.state = byName(state);
        this.samples = byName(samples);
    }

    private static Map<String, Route<?>> byName(List<Route<?>> routes) {
        Map<String, Route<?>> map = new HashMap<>();
        routes.forEach(route -> map.put(route.topic().name(), route));
        return map;
    }

    /** Starts on the topics of state; whether all of them have been read to where they end now. */
    boolean catchUp(Duration timeout) {
        assign(state.keySet());
        Set<TopicPartition> assigned = consumer.assignment();
        Set<String> found = new HashSet<>();
        assigned.forEach(partition -> found.add(partition.topic()));
        if (!found.equals(state.keySet())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "waiting for the topics {0}; there are only {1}",
                    state.keySet(),
                    found);
            return false;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        long until = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < until) {
            if (ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                return true;
            }
            poll(Duration.ofMillis(200));
        }
        return false;
    }

    /** Reads what there is and hands it to the takers; commits nothing. */
    void poll(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(timeout)) {
            if (read.value() != null) {
                take(read);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> read) {
        Route<?> route = state.getOrDefault(read.topic(), samples.get(read.topic()));
        try {
            route.take(read.value());
        } catch (RejectedMessageException e) {
            TopicPartition partition = new TopicPartition(read.topic(), read.partition());
            if (read.offset() >= refusedBefore.getOrDefault(partition, 0L)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "refused {0} offset {1}: {2}",
                        partition,
                        read.offset(),
                        e.getMessage());
                outbox.deadLetter(DeadLetter.of(read, "trainer", e));
            }
        }
    }

    /** Takes up the topics of samples too, and partitions that have been added to any. */
    void assignAll() {
        if (System.nanoTime() - lookedForPartitions > LOOK_FOR_PARTITIONS.toNanos() || lookedForPartitions == 0) {
            Set<String> topics = new HashSet<>(state.keySet());
            topics.addAll(samples.keySet());
            assign(topics);
            lookedForPartitions = System.nanoTime();
        }
    }

    private void assign(Set<String> topics) {
        Set<TopicPartition> wanted = new HashSet<>(consumer.assignment());
        consumer.listTopics().forEach((topic, partitions) -> {
            if (topics.contains(topic)) {
                partitions.forEach(partition -> wanted.add(new TopicPartition(topic, partition.partition())));
            }
        });
        Set<TopicPartition> added = new HashSet<>(wanted);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(wanted);
            begin(added);
        }
    }

    private void begin(Set<TopicPartition> added) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(added);
        List<TopicPartition> fromBeginning = new ArrayList<>();
        for (TopicPartition partition : added) {
            OffsetAndMetadata known = committed.get(partition);
            refusedBefore.put(partition, known == null ? 0 : known.offset());
            if (known != null && samples.containsKey(partition.topic()) && identity.equals(known.metadata())) {
                consumer.seek(partition, known.offset());
            } else {
                fromBeginning.add(partition);
            }
        }
        consumer.seekToBeginning(fromBeginning);
    }

    /** Commits all that was read; to be called when it is safe on the disk. A failure is made good by the next call. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition), identity));
        }
        try {
            consumer.commitSync(offsets);
        } catch (RetriableException e) {
            LOG.log(System.Logger.Level.WARNING, "offsets not committed yet: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
