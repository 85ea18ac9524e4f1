package io.tailkeeper.generator.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits for the worker, the most urgent first. What waits of a partition that another instance of the group gets is
 * dropped: that one does it. Safe for use by several threads.
 */
@ApplicationScoped
@Default
@Identifier("generator")
class WorkQueue implements KafkaConsumerRebalanceListener {

    private final PriorityBlockingQueue<Job> waiting = new PriorityBlockingQueue<>();

    void add(Job job) {
        waiting.add(job);
    }

    /** Takes the most urgent job, if there is one before {@code patience} ends. */
    Optional<Job> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** How much waits. */
    int size() {
        return waiting.size();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        List<Job> dropped = waiting.stream()
                .filter(job -> revoked.contains(job.partition()))
                .toList();
        for (Job job : dropped) {
            if (waiting.remove(job)) {
                job.intake().left(job);
            }
        }
    }
}
