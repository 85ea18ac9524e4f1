package io.tailkeeper.metrics.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tailkeeper.contracts.Topic;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.flow.NeededTopics;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.redis.LedgerOffsets;
import io.tailkeeper.metrics.redis.RedisAwayException;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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

    /** What a channel's consumer has at one moment. */
    private record Standing(int assignment, Set<String> partitions, Map<String, Long> committed) {}

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
                long offset = from.get(partition.toString());
                consumer.seek(partition, offset);
                beginning.put(partition, new OffsetAndMetadata(offset));
            });
            consumer.commitSync(beginning, PATIENCE); // so that a commit of an earlier time says nothing any more
        } catch (RedisAwayException | RetriableException e) {
            LOG.warnf("partitions are read when both Redis and the broker answer: %s", e.getMessage());
            offsets.revoked(names(partitions));
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        offsets.revoked(names(partitions));
    }

    /** Compares with Redis, and notes what lies behind the last records; to be called once a second. */
    public void settle() {
        List.of(RUNS, SAMPLES).forEach(this::settle);
    }

    private void settle(String channel) {
        Standing standing = on(channel, this::standing);
        boolean upToDate = offsets.upToDate() // asked first: without Redis there is nothing to join for
                && offsets.offsets().keySet().containsAll(standing.partitions())
                && offsets.settle(standing.committed(), standing.assignment()) == LedgerOffsets.Outcome.ENTERED;
        if (!upToDate && standing.assignment() == offsets.assignment()) {
            joinAnew(channel);
        }
    }

    private Standing standing(Consumer<?, ?> consumer) {
        int assignment = offsets.assignment();
        Map<String, Long> entered = offsets.offsets();
        Set<TopicPartition> ahead = consumer.assignment().stream()
                .filter(partition -> entered.containsKey(partition.toString()))
                .filter(partition -> consumer.position(partition, PATIENCE) > entered.get(partition.toString()))
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        if (!ahead.isEmpty()) {
            committed.putAll(consumer.committed(ahead, PATIENCE));
            committed.values().removeIf(offset -> offset == null);
        }
        return new Standing(
                assignment, new HashSet<>(names(consumer.assignment())), named(committed, OffsetAndMetadata::offset));
    }

    /** Gives all partitions up and takes them over again, from where Redis holds them. */
    void joinAnew(String channel) {
        LOG.warnf("%s: Redis holds its partitions up to elsewhere; they are read from there", channel);
        on(channel, consumer -> {
            consumer.enforceRebalance("Redis holds something else");
            return true;
        });
    }

    /** Where the topics that say who is wanted and who is over end now. */
    Map<String, Long> endsOfRuns() {
        return ends(RUNS, Set.of(Topics.RUNS_REQUESTED.name(), Topics.RUNS_FINISHED.name())::contains);
    }

    /** Where all topics that are read end now. */
    public Map<String, Long> ends() {
        Predicate<String> refused = name -> name.startsWith(Topics.SAMPLES_COLLECTED.name() + ".")
                && name.endsWith(".dlq")
                && !name.equals(Topics.SAMPLES_COLLECTED.deadLetter(MeasuringDesk.SERVICE));
        return ends(SAMPLES, refused.or(TOPICS::contains));
    }

    private Map<String, Long> ends(String channel, Predicate<String> topics) {
        return on(channel, consumer -> {
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
