package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.GenerationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the worker, the most urgent first: planning, for which all waits; then one generation of a run after the other,
 * so that the trainer gets the first while the next is written; of a generation the calibration, for which its detector waits;
 * else the oldest. Safe for use by several threads.
 */
public final class UrgencyQueue<J> {

    /** What the work is for, the most urgent first. */
    public enum Urgency {
        PLANNING,
        CALIBRATION,
        SAMPLES
    }

    /**
     * How urgent something is.
     *
     * @param generation what it belongs to, of one plan; null for planning
     */
    public record Rank(Urgency urgency, @Nullable GenerationKey generation) {

        public static final Rank PLANNING = new Rank(Urgency.PLANNING, null);
    }

    /** @param planned since when something of its plan is known, milliseconds */
    private record Entry<J>(J job, Rank rank, long planned, long since, long arrival) {}

    private static final class Plan {

        private final long since;
        private int waiting;

        private Plan(long since) {
            this.since = since;
        }
    }

    private final PriorityQueue<Entry<J>> waiting =
            new PriorityQueue<>(Comparator.comparing((Entry<J> entry) -> entry.rank.urgency() != Urgency.PLANNING)
                    .thenComparingLong(Entry::planned)
                    .thenComparing(entry -> entry.rank.urgency())
                    .thenComparingLong(Entry::since)
                    .thenComparingLong(Entry::arrival));
    private final Map<GenerationKey, Plan> plans = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private long arrivals;

    /**
     * Lets something wait.
     *
     * @param since when it was asked for, milliseconds
     */
    public void add(J job, Rank rank, long since) {
        lock.lock();
        try {
            waiting.add(new Entry<>(job, rank, planned(rank, since), since, arrivals++));
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private long planned(Rank rank, long since) {
        if (rank.generation() == null) {
            return since;
        }
        Plan plan = plans.computeIfAbsent(rank.generation(), _ -> new Plan(since));
        plan.waiting++;
        return plan.since;
    }

    private void left(Rank rank) {
        if (rank.generation() != null) {
            plans.computeIfPresent(rank.generation(), (_, plan) -> --plan.waiting == 0 ? null : plan);
        }
    }

    /** Takes the most urgent, if there is one before {@code patience} ends. */
    public Optional<J> next(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            Optional<Entry<J>> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(entry -> left(entry.rank));
            return next.map(Entry::job);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of some kind, in no order. */
    public List<J> take(Predicate<J> kind) {
        List<J> taken = new ArrayList<>();
        lock.lock();
        try {
            waiting.removeIf(entry -> {
                boolean wanted = kind.test(entry.job);
                if (wanted) {
                    taken.add(entry.job);
                    left(entry.rank);
                }
                return wanted;
            });
        } finally {
            lock.unlock();
        }
        return taken;
    }

    /** How much waits. */
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
