package io.tailkeeper.generator.kafka;

import io.opentelemetry.context.Context;
import io.tailkeeper.contracts.topics.Received;
import io.tailkeeper.contracts.topics.Topic;
import io.tailkeeper.flow.IncomingRecords;
import io.tailkeeper.flow.Supervision;
import io.tailkeeper.flow.tracing.Traces;
import io.tailkeeper.generator.kafka.UrgencyQueue.Rank;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of a channel to the queue, as many as may wait; beyond that the channel is held back. Safe for use by
 * several threads.
 */
final class Intake<T> implements Flow.Subscriber<Message<Received<T>>> {

    static final int MAX_MESSAGES = 1_024;
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Topic<T> topic;
    private final WorkQueue queue;
    private final Supervision supervision;
    private final Traces traces;
    private final Function<T, Rank> rank;
    private final Consumer<T> work;
    private Flow.@Nullable Subscription channel;
    private int messages;
    private long bytes;
    private boolean asked;

    Intake(
            Topic<T> topic,
            WorkQueue queue,
            Supervision supervision,
            Traces traces,
            Function<T, Rank> rank,
            Consumer<T> work) {
        this.topic = topic;
        this.queue = queue;
        this.supervision = supervision;
        this.traces = traces;
        this.rank = rank;
        this.work = work;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            channel = subscription;
        }
        askForMore();
    }

    @Override
    public void onNext(Message<Received<T>> message) {
        Received<T> received = message.getPayload();
        T content = received.message();
        Rank place = content == null ? Rank.PLANNING : rank.apply(content);
        ConsumerRecord<byte[], byte[]> read = IncomingRecords.original(message);
        Runnable traced =
                () -> traces.run(topic.name() + " process", Context.current(), () -> work(received, read.key()));
        Job job = new Job(place, read, message, traced, this);
        synchronized (this) {
            asked = false;
            messages++;
            bytes += job.bytes();
        }
        queue.add(job);
        askForMore();
    }

    private void work(Received<T> received, byte @Nullable [] key) {
        boolean forgotten = received.tombstone() && topic.compacted();
        if (!forgotten) {
            T asked = received.orRefuse();
            topic.requireKey(asked, key);
            work.accept(asked);
        }
    }

    /** A job of this intake waits no longer. */
    void left(Job job) {
        synchronized (this) {
            messages--;
            bytes -= job.bytes();
        }
        askForMore();
    }

    private void askForMore() {
        Flow.Subscription open;
        synchronized (this) {
            if (asked || messages >= MAX_MESSAGES || bytes >= MAX_BYTES) {
                return;
            }
            asked = true;
            open = Objects.requireNonNull(channel, "the channel is subscribed to");
        }
        open.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        supervision.fail("nothing of " + topic.name() + " is received any more: " + failure, failure);
    }

    @Override
    public void onComplete() {
        if (!supervision.stopping()) {
            supervision.fail("nothing of " + topic.name() + " is received any more", null);
        }
    }
}
