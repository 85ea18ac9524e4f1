package io.tailkeeper.generator.kafka;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits for the worker. What waits of a partition that another instance of the group gets is dropped: that one does it. Safe
 * for use by several threads.
 */
@ApplicationScoped
@Default
@Identifier("generator")
class WorkQueue implements KafkaConsumerRebalanceListener {

    private final UrgencyQueue<Job> waiting = new UrgencyQueue<>();

    void add(Job job) {
        waiting.add(job, job.rank(), job.read().timestamp());
    }

    /** Takes the most urgent job, if there is one before {@code patience} ends. */
    Optional<Job> next(Duration patience) throws InterruptedException {
        return waiting.next(patience);
    }

    /** How much waits. */
    int size() {
        return waiting.size();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        waiting.take(job -> revoked.contains(job.partition()))
                .forEach(job -> job.intake().left(job));
    }
}
