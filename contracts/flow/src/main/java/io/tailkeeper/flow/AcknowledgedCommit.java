package io.tailkeeper.flow;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSource;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The commit strategy {@code acknowledged}: once a second, and when partitions are taken away, it commits up to the first
 * record that waits for its acknowledgement; where none waits, the position, which lies behind the markers of transactions.
 * So a group that has done everything has no lag. A record may wait as long as it takes.
 *
 * <p>SmallRye's {@code throttled} commits the last record's offset + 1, which behind a transaction is never the end, and
 * calls a channel dead whose record waits for more than a fixed time.
 */
final class AcknowledgedCommit implements KafkaCommitHandler {

    /** The name of the strategy. */
    static final String STRATEGY = "acknowledged";

    private static final Logger LOG = Logger.getLogger(AcknowledgedCommit.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** An absent broker holds a stop up no longer. */
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(3);

    private final Map<TopicPartition, PartitionAcknowledgements> partitions = new HashMap<>();
    private final String channel;
    private final KafkaConsumer<?, ?> consumer;
    private final PolledOffsets polled;
    private final Backlog backlog;
    private final Vertx vertx;
    private final long timer;

    private AcknowledgedCommit(
            String channel, KafkaConsumer<?, ?> consumer, PolledOffsets polled, Backlog backlog, Vertx vertx) {
        this.channel = channel;
        this.consumer = consumer;
        this.polled = polled;
        this.backlog = backlog;
        this.vertx = vertx;
        timer = vertx.setPeriodic(INTERVAL.toMillis(), _ -> commitSoon());
    }

    /** Makes the strategy of each channel. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    static class Factory implements KafkaCommitHandler.Factory {

        private final Backlog backlog;
        private final NeededTopics needed;

        Factory(Backlog backlog, NeededTopics needed) {
            this.backlog = backlog;
            this.needed = needed;
        }

        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration configuration,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            needed.add(KafkaSource.getTopics(configuration), (String)
                    consumer.configuration().get(ConsumerConfig.GROUP_ID_CONFIG));
            PolledOffsets polled = (PolledOffsets)
                    Objects.requireNonNull(consumer.configuration().get(PolledOffsets.SETTING), PolledOffsets.SETTING);
            return new AcknowledgedCommit(configuration.getChannel(), consumer, polled, backlog, vertx);
        }
    }

    @Override
    public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> received) {
        synchronized (partitions) {
            partitions
                    .computeIfAbsent(partition(received), _ -> new PartitionAcknowledgements())
                    .received(received.getOffset(), received);
        }
        return Uni.createFrom().item(received);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> acknowledged) {
        synchronized (partitions) {
            PartitionAcknowledgements known = partitions.get(partition(acknowledged));
            if (known != null) { // else the partition is another instance's by now, which reads the record again
                known.acknowledged(acknowledged.getOffset(), acknowledged);
            }
        }
        return Uni.createFrom().voidItem().runSubscriptionOn(acknowledged::runOnMessageContext);
    }

    private static TopicPartition partition(IncomingKafkaRecord<?, ?> message) {
        return new TopicPartition(message.getTopic(), message.getPartition());
    }

    private void commitSoon() {
        onPollingThread()
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf(failure, "%s: offsets not committed yet", channel));
    }

    private Uni<Void> onPollingThread() {
        return consumer.runOnPollingThread(client -> {
            commit(client);
        });
    }

    private void commit(Consumer<?, ?> client) {
        try {
            commit(client, client.assignment());
        } catch (RebalanceInProgressException e) {
            LOG.debugf("%s: committed after the rebalance", channel);
        }
    }

    private void commit(Consumer<?, ?> client, Collection<TopicPartition> which) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        synchronized (partitions) {
            for (TopicPartition partition : which) {
                PartitionAcknowledgements known =
                        partitions.computeIfAbsent(partition, _ -> new PartitionAcknowledgements());
                OptionalLong offset = known.committable(position(client, partition), polled.last(partition));
                offset.ifPresent(next -> offsets.put(partition, new OffsetAndMetadata(next)));
                backlog.note(channel, partition, client.currentLag(partition).orElse(0) + known.open());
            }
        }
        if (!offsets.isEmpty()) {
            client.commitSync(offsets, LONGEST_COMMIT);
            synchronized (partitions) {
                offsets.forEach((partition, offset) -> {
                    PartitionAcknowledgements known = partitions.get(partition);
                    if (known != null) { // else it was taken away meanwhile
                        known.committed(offset.offset());
                    }
                });
            }
        }
    }

    private static long position(Consumer<?, ?> client, TopicPartition partition) {
        try {
            return client.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            return -1; // not known yet: nothing was read
        }
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> assigned) {
        forget(assigned);
    }

    @Override
    public void partitionsRevoked(Collection<TopicPartition> revoked) {
        try {
            commit(consumer.unwrap(), revoked);
        } catch (RuntimeException e) {
            LOG.debugf(e, "%s: not committed before the partitions went; they are read again", channel);
        }
        forget(revoked);
    }

    private void forget(Collection<TopicPartition> which) {
        synchronized (partitions) {
            which.forEach(partition -> {
                partitions.remove(partition);
                polled.forget(partition);
                backlog.forget(channel, partition);
            });
        }
    }

    @Override
    public void terminate(boolean graceful) {
        boolean unused = vertx.cancelTimer(timer);
        if (graceful) {
            onPollingThread().await().atMost(LONGEST_COMMIT);
        }
    }
}
