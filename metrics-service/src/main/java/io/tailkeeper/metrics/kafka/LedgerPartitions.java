package io.tailkeeper.metrics.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.flow.NeededTopics;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.redis.LedgerOffsets;
import io.tailkeeper.metrics.redis.LedgerOffsets.Outcome;
import io.tailkeeper.metrics.redis.calls.RedisAwayException;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * The partitions that this instance reads: from the offsets that Redis holds beside the ledger, whatever the group has
 * committed. Where Redis holds something else than this instance wrote, the instance joins its group anew, and so reads from
 * there.
 */
@Singleton
@Default
@Identifier(MeasuringDesk.SERVICE) // the group whose listener it is
public class LedgerPartitions implements KafkaConsumerRebalanceListener {

    static final String RUNS = "runs-in";
    static final String SAMPLES = "ledger-in";

    private static final Logger LOG = Logger.getLogger(LedgerPartitions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<String> TOPICS = Topics.ALL.stream()
            .filter(topic -> topic.readers().contains(MeasuringDesk.SERVICE))
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet());

    private final KafkaClientService clients;
    private final LedgerOffsets offsets;

    /** The partitions of a channel in one assignment, and up to where each is acknowledged: that much is in the ledger. */
    private record Standing(int assignment, Map<String, Long> acknowledged) {}

    LedgerPartitions(KafkaClientService clients, LedgerOffsets offsets, NeededTopics needed) {
        needed.add(TOPICS, MeasuringDesk.SERVICE);
        this.clients = clients;
        this.offsets = offsets;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            Map<String, Long> from = offsets.assigned(named(consumer.endOffsets(partitions, PATIENCE), end -> end));
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            partitions.forEach(partition -> {
                long offset = Objects.requireNonNull(from.get(partition.toString()), "where a partition is read from");
                consumer.seek(partition, offset);
                beginning.put(partition, new OffsetAndMetadata(offset));
            });
            consumer.commitSync(beginning, PATIENCE); // so that a commit of an earlier time says nothing any more
        } catch (RedisAwayException | KafkaException e) { // the next look joins anew
            LOG.warnf("partitions are read when both Redis and the broker answer: %s", e.getMessage());
            offsets.revoked(names(partitions));
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        offsets.revoked(names(partitions));
    }

    /**
     * Compares with Redis: where it holds something else, all partitions are given up and taken over again. Else notes what
     * lies behind the last records. To be called once a second.
     */
    public void settle() {
        List.of(RUNS, SAMPLES).forEach(this::settle);
    }

    private void settle(String channel) {
        Standing standing = on(channel, consumer -> {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment(), PATIENCE);
            return new Standing(offsets.assignment(), named(committed, found -> found == null ? 0 : found.offset()));
        });
        boolean upToDate = offsets.upToDate() // asked first: without Redis there is nothing to join for
                && offsets.holds(standing.acknowledged().keySet())
                && offsets.settle(standing.acknowledged(), standing.assignment()) == Outcome.ENTERED;
        if (!upToDate && standing.assignment() == offsets.assignment()) {
            LOG.warnf("%s: Redis holds its partitions up to elsewhere; they are read from there", channel);
            on(channel, consumer -> {
                consumer.enforceRebalance("Redis holds something else");
                return true;
            });
        }
    }

    /** Where the topics of the channel of runs end now. */
    Map<String, Long> endsOfRuns() {
        return ends(Set.of(Topics.RUNS_REQUESTED.name(), Topics.RUNS_FINISHED.name())::contains);
    }

    /** Where all topics that are read end now. */
    public Map<String, Long> ends() {
        return ends(name -> TOPICS.contains(name) || LedgerFeed.deadLetter(name));
    }

    private Map<String, Long> ends(Predicate<String> topics) {
        return on(SAMPLES, consumer -> {
            List<TopicPartition> partitions = consumer.listTopics(PATIENCE).entrySet().stream()
                    .filter(topic -> topics.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            return named(consumer.endOffsets(partitions, PATIENCE), end -> end);
        });
    }

    private <T> T on(String channel, Function<Consumer<Object, Object>, T> action) {
        KafkaConsumer<Object, Object> client = clients.getConsumer(channel);
        try {
            return client.runOnPollingThread(action).await().atMost(PATIENCE.multipliedBy(4));
        } catch (RetriableException | TimeoutException e) {
            throw new BrokerAwayException(e);
        }
    }

    private static List<String> names(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).toList();
    }

    private static <T> Map<String, Long> named(Map<TopicPartition, T> values, Function<T, Long> offset) {
        Map<String, Long> named = new HashMap<>();
        values.forEach((partition, value) -> named.put(partition.toString(), offset.apply(value)));
        return named;
    }
}
