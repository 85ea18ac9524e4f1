package io.tailkeeper.flow;

import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A compacted topic as a map: read from its beginning at every start, followed for ever, the newest message of a key kept, or
 * what a service makes of it. {@link StateTopics} reads it and says when all is read that was there at the start. Safe for
 * use by several threads.
 *
 * @param <T> the message
 */
public final class StateTopic<T> {

    private final Topic<T> topic;
    private final boolean kept;
    private final Consumer<T> onMessage;
    private final Map<String, T> messages = new ConcurrentHashMap<>();

    private StateTopic(Topic<T> topic, boolean kept, Consumer<T> onMessage) {
        this.topic = topic;
        this.kept = kept;
        this.onMessage = onMessage;
    }

    /** A topic whose newest messages are kept. */
    public static <T> StateTopic<T> of(Topic<T> topic) {
        return new StateTopic<>(topic, true, _ -> {});
    }

    /**
     * A topic of which nothing is kept but what a service notes.
     *
     * @param onMessage told of each message, in the order of the topic, by one thread; a {@link RejectedMessageException}
     *     makes the record a dead letter
     */
    public static <T> StateTopic<T> of(Topic<T> topic, Consumer<T> onMessage) {
        return new StateTopic<>(topic, false, onMessage);
    }

    /** The topic. */
    public Topic<T> topic() {
        return topic;
    }

    /** The newest message of a key. */
    public Optional<T> find(String key) {
        return Optional.ofNullable(messages.get(key));
    }

    /** The newest messages of all keys, in no order. */
    public Stream<T> messages() {
        return messages.values().stream();
    }

    /** Takes in a message; of its own, too, before it comes back over the topic. */
    public void take(T message) {
        onMessage.accept(message);
        if (kept) {
            messages.put(topic.keyOf().apply(message), message);
        }
    }

    /** Forgets a key, whose tombstone came. */
    void forget(String key) {
        messages.remove(key);
    }
}
