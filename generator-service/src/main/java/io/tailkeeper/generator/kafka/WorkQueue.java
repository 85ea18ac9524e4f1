package io.tailkeeper.generator.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.generator.kafka.Job.Urgency;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits for the worker, in the order of {@link Job.Rank}. What waits of a partition that another instance of the group
 * gets is dropped: that one does it. Safe for use by several threads.
 */
@ApplicationScoped
@Default
@Identifier("generator")
class WorkQueue implements KafkaConsumerRebalanceListener {

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.job.rank().urgency() != Urgency.PLANNING)
            .thenComparingLong(entry -> entry.planned)
            .thenComparing(entry -> entry.job.rank().urgency())
            .thenComparingLong(entry -> entry.job.read().timestamp())
            .thenComparing(entry -> entry.job.read().topic())
            .thenComparingInt(entry -> entry.job.read().partition())
            .thenComparingLong(entry -> entry.job.read().offset());

    /** @param planned when what it belongs to was planned: the timestamp of the oldest known record, milliseconds */
    private record Entry(Job job, long planned) {}

    private static final class Plan {

        private final long since;
        private int waiting;

        private Plan(long since) {
            this.since = since;
        }
    }

    private final PriorityQueue<Entry> waiting = new PriorityQueue<>(ORDER);
    private final Map<GenerationKey, Plan> plans = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    void add(Job job) {
        lock.lock();
        try {
            waiting.add(new Entry(job, planned(job)));
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private long planned(Job job) {
        GenerationKey generation = job.rank().generation();
        if (generation == null) {
            return job.read().timestamp();
        }
        Plan plan = plans.computeIfAbsent(generation, _ -> new Plan(job.read().timestamp()));
        plan.waiting++;
        return plan.since;
    }

    private void left(Job job) {
        GenerationKey generation = job.rank().generation();
        if (generation != null && --plans.get(generation).waiting == 0) {
            plans.remove(generation);
        }
    }

    /** Takes the most urgent job, if there is one before {@code patience} ends. */
    Optional<Job> next(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            Optional<Job> next = Optional.ofNullable(waiting.poll()).map(Entry::job);
            next.ifPresent(this::left);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** How much waits. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        for (Job job : drop(revoked)) {
            job.intake().left(job);
        }
    }

    private List<Job> drop(Collection<TopicPartition> revoked) {
        List<Job> dropped = new ArrayList<>();
        lock.lock();
        try {
            waiting.removeIf(entry -> {
                boolean gone = revoked.contains(entry.job.partition());
                if (gone) {
                    dropped.add(entry.job);
                }
                return gone;
            });
            dropped.forEach(this::left);
        } finally {
            lock.unlock();
        }
        return dropped;
    }
}
