package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Up to where the ledger holds the partitions that one channel reads.
 *
 * <p>Redis keeps an offset beside the ledger that it stands for, and with it a mark that every write changes. A change of
 * the ledger is made only where Redis holds what this instance wrote last: whoever emptied Redis, brought an older state
 * back, or took the partition over, the change is refused and the partition read again from what Redis says. Safe for use by
 * several threads.
 */
public final class LedgerOffsets {

    /**
     * The part of a batch that lies in one partition.
     *
     * @param partition the partition, {@code topic-number}
     * @param first offset of its first record
     * @param next where the consumer stood after its last one
     */
    public record Stretch(String partition, long first, long next) {}

    /** What became of a batch. */
    public enum Outcome {
        /** It is in the ledger. */
        ENTERED,
        /** Redis held something else than it was planned by: plan it again. */
        CHANGED,
        /** Redis holds a partition up to elsewhere, or it is not this instance's any more: it is read from there. */
        MOVED
    }

    private static final Logger LOG = Logger.getLogger(LedgerOffsets.class);

    private final RedisCalls redis;
    private final String writer = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> held = new HashMap<>();
    private final Map<String, Long> before = new HashMap<>();
    private long writes;
    private int assignment;

    public LedgerOffsets(RedisCalls redis) {
        this.redis = redis;
    }

    /**
     * Takes partitions over.
     *
     * @param ends where they end
     * @return the offset from which each is to be read; 0 for one that ends before what Redis holds, for it is a new one
     */
    public synchronized Map<String, Long> assigned(Map<String, Long> ends) {
        assignment++;
        Map<String, Long> offsets = new HashMap<>();
        stored(List.copyOf(ends.keySet())).forEach((partition, value) -> {
            long offset = offset(value);
            if (offset < before.getOrDefault(partition, 0L)) {
                redis.call(Command.DEL, RedisKeys.COMPLETE, RedisKeys.INCARNATION);
            }
            long end = Objects.requireNonNull(ends.get(partition), partition);
            if (offset > end) {
                LOG.warnf(
                        "%s ends at %d, Redis holds it up to %d: the topic was made anew, and is read from its beginning",
                        partition, end, offset);
                redis.call(Command.HDEL, RedisKeys.OFFSETS, partition);
                offset = 0;
            }
            held.put(partition, offset == 0 ? "" : value);
            offsets.put(partition, offset);
        });
        return offsets;
    }

    /** Gives partitions up. */
    public synchronized void revoked(Collection<String> partitions) {
        assignment++;
        partitions.forEach(partition -> {
            String value = held.remove(partition);
            if (value != null) {
                before.put(partition, offset(value));
            }
        });
    }

    /** Changes whenever partitions come or go. */
    public synchronized int assignment() {
        return assignment;
    }

    /** Enters a batch. An offset moves on only where nothing can lie between it and the batch. */
    public synchronized Outcome enter(LedgerPlan plan, List<Stretch> stretches) {
        Map<String, Long> offsets = new HashMap<>();
        for (Stretch stretch : stretches) {
            String value = held.get(stretch.partition());
            if (value == null) {
                return Outcome.MOVED;
            }
            long offset = offset(value);
            offsets.put(stretch.partition(), stretch.first() <= offset ? Math.max(offset, stretch.next()) : offset);
        }
        return make(plan.change(), offsets, plan.now());
    }

    /**
     * Moves offsets on behind what holds no records: markers of transactions, and what compaction took.
     *
     * @param acknowledged up to where every record of a partition is in the ledger
     * @param at the {@link #assignment} in which that was so
     */
    public synchronized Outcome settle(Map<String, Long> acknowledged, int at) {
        Map<String, Long> ahead = new HashMap<>();
        acknowledged.forEach((partition, offset) -> {
            if (held.containsKey(partition) && offset > offset(held.get(partition))) {
                ahead.put(partition, offset);
            }
        });
        return at != assignment || ahead.isEmpty() ? Outcome.ENTERED : make(new Change(), ahead, 0);
    }

    private Outcome make(Change change, Map<String, Long> offsets, long now) {
        Map<String, String> values = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            String value = offset + "@" + writer + "." + ++writes;
            change.expect(RedisKeys.OFFSETS, partition, held.get(partition));
            change.call("HSET", RedisKeys.OFFSETS, partition, value);
            values.put(partition, value);
        });
        Optional<String> lost = change.make(redis, now);
        if (lost.isEmpty()) {
            held.putAll(values);
            return Outcome.ENTERED;
        }
        return offsets.containsKey(lost.get()) ? Outcome.MOVED : Outcome.CHANGED;
    }

    /** Whether Redis holds what this instance wrote last. */
    public synchronized boolean upToDate() {
        return held.equals(stored(new ArrayList<>(held.keySet())));
    }

    /** Whether this instance knows up to where the ledger holds these partitions. */
    public synchronized boolean holds(Collection<String> partitions) {
        return held.keySet().containsAll(partitions);
    }

    private Map<String, String> stored(List<String> partitions) {
        Map<String, String> values = new HashMap<>();
        if (!partitions.isEmpty()) {
            List<Object> arguments = new ArrayList<>(List.of(RedisKeys.OFFSETS));
            arguments.addAll(partitions);
            Response answer = redis.call(Command.HMGET, arguments.toArray());
            for (int at = 0; at < partitions.size(); at++) {
                values.put(
                        partitions.get(at),
                        answer.get(at) == null ? "" : answer.get(at).toString());
            }
        }
        return values;
    }

    /** The offset in a value; 0 for none. */
    static long offset(String value) {
        return value.isEmpty() ? 0 : Long.parseLong(value.substring(0, value.indexOf('@')));
    }
}
