package io.tailkeeper.flow;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.tailkeeper.contracts.topics.Topic;
import java.util.Collection;
import org.apache.kafka.common.KafkaException;

/**
 * A topic to write to: every message under the key of the contract, every send awaited. Safe for use by several threads.
 *
 * <p>The emitter's channel is to be injected with {@code @OnOverflow(UNBOUNDED_BUFFER)}: {@link #sendAll} bounds what is
 * under way.
 */
public final class Outgoing<T> {

    private static final int UNDER_WAY = 256;

    private final Topic<T> topic;
    private final MutinyEmitter<Record<String, T>> emitter;

    public Outgoing(Topic<T> topic, MutinyEmitter<Record<String, T>> emitter) {
        this.topic = topic;
        this.emitter = emitter;
    }

    /**
     * Completes when the broker has acknowledged the message; fails, with the exception of Kafka's client, when it has not
     * within the delivery time-out.
     */
    public Uni<Void> send(T message) {
        return emitter.send(Record.of(topic.keyOf().apply(message), message))
                .onFailure()
                .transform(Outgoing::reason);
    }

    /** Sends in a trace: what is sent once there is room goes out on the thread that made it. */
    private Uni<Void> send(T message, Context trace) {
        return Uni.createFrom().emitter(sent -> {
            try (Scope _ = trace.makeCurrent()) {
                Cancellable unused = send(message).subscribe().with(sent::complete, sent::fail);
            }
        });
    }

    /** What Kafka's client says of a failed send. Once SmallRye has tried often enough, it wraps that. */
    static Throwable reason(Throwable failure) {
        return failure.getCause() instanceof KafkaException reason ? reason : failure;
    }

    /** Returns when the broker has acknowledged the message; not for event loops. */
    public void sendAndAwait(T message) {
        send(message).await().indefinitely();
    }

    /** Returns when the broker has acknowledged all messages, sent in their order and of one trace; not for event loops. */
    public void sendAll(Collection<T> messages) {
        Context trace = Context.current();
        Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUni(message -> send(message, trace))
                .merge(UNDER_WAY)
                .collect()
                .last()
                .await()
                .indefinitely();
    }
}
