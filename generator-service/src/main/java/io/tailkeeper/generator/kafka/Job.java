package io.tailkeeper.generator.kafka;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.generator.kafka.UrgencyQueue.Rank;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A message that was received and is not acknowledged yet.
 *
 * @param rank how urgent it is
 * @param read the record behind the message
 * @param work what is to be done; throws {@link RejectedMessageException} when the message is wrong in itself
 * @param intake where the message came in, which has room for another one when this is done
 */
record Job(Rank rank, ConsumerRecord<byte[], byte[]> read, Message<?> message, Runnable work, Intake<?> intake) {

    TopicPartition partition() {
        return new TopicPartition(read.topic(), read.partition());
    }

    int bytes() {
        return Math.max(0, read.serializedValueSize());
    }

    /** Does the work and acknowledges the message, or refuses it. What is sent meanwhile belongs to the message's trace. */
    void complete() {
        Context trace = TracingMetadata.fromMessage(message)
                .map(TracingMetadata::getCurrentContext)
                .orElseGet(Context::current);
        try (Scope _ = trace.makeCurrent()) {
            work.run();
            message.ack().toCompletableFuture().join();
        } catch (RejectedMessageException e) {
            message.nack(e).toCompletableFuture().join();
        }
        intake.left(this);
    }
}
