package io.tailkeeper.local.kafka;

import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at the topics of the contract every few seconds and tells a person of what stops everything without any service
 * having failed: a topic that was deleted, and a transaction that somebody leaves open.
 *
 * <p>A broker that is away is not told of here. A watch is closed by whoever started it.
 */
public final class TopicWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 8_000; // of a look: one that runs into a deletion asks again and again
    private static final List<String> TOPICS =
            Topics.ALL.stream().map(Topic::name).toList();

    private final Admin admin;
    private final Consumer<String> events;
    private final OpenTransactions transactions;
    private final TopicPresence presence = new TopicPresence();
    private final HeldUp heldUp = new HeldUp(InstantSource.system());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean seen;

    private TopicWatch(Map<String, Object> kafka, Consumer<String> events) {
        this.events = events;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.admin = Admin.create(settings);
        this.transactions =
                new OpenTransactions(admin, String.valueOf(kafka.get("bootstrap.servers")));
    }

    /**
     * A watch that has begun.
     *
     * @param kafka settings of a Kafka client
     * @param events told, by another thread, what a person wants to know
     */
    public static TopicWatch start(Map<String, Object> kafka, Consumer<String> events) {
        TopicWatch watch = new TopicWatch(kafka, events);
        Thread.ofVirtual().name("topics").start(watch::watch);
        return watch;
    }

    private void watch() {
        try {
            do {
                look();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void look() throws InterruptedException {
        try {
            Map<String, TopicDescription> topics = describe();
            Map<String, Uuid> ids = new HashMap<>();
            topics.forEach((name, topic) -> ids.put(name, topic.topicId()));
            presence.news(TOPICS, ids).forEach(events);
            seen = true;
            HeldUp.News news = heldUp.look(offsets(topics));
            for (TopicPartition partition : news.held()) {
                transactions.describe(partition).ifPresent(message -> {
                    heldUp.told(partition);
                    events.accept(message);
                });
            }
            news.released()
                    .forEach(partition -> events.accept("readers of " + OpenTransactions.name(partition) + " go on"));
        } catch (ExecutionException e) {
            // The broker is away, or a topic was deleted in the middle of the look: the next one tells.
            return;
        }
    }

    private Map<String, TopicDescription> describe() throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> topics = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(TOPICS).topicNameValues().entrySet()) {
            try {
                topics.put(topic.getKey(), topic.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return topics;
    }

    private Map<TopicPartition, HeldUp.Offsets> offsets(Map<String, TopicDescription> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> stable = admin.listOffsets(
                        ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> high = admin.listOffsets(
                        ends, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get();
        Map<TopicPartition, HeldUp.Offsets> offsets = new HashMap<>();
        stable.forEach((partition, end) -> offsets.put(
                partition,
                new HeldUp.Offsets(
                        end.offset(),
                        Objects.requireNonNull(high.get(partition), "a watermark of each partition")
                                .offset())));
        return offsets;
    }

    /** Whether it has looked once: a topic that is deleted from now on is told of as such. */
    boolean hasSeenTopics() {
        return seen;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
