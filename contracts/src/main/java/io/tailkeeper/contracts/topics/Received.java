package io.tailkeeper.contracts.topics;

import org.jspecify.annotations.Nullable;

/**
 * A record's value as it was read: the message, or why it is refused; the bytes either way, for its dead letter.
 *
 * @param body the bytes as they came; null for a tombstone
 * @param message what they say; null for a tombstone, and for what is refused
 * @param refusal why it is refused; null for a message and for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
public record Received<T>(byte @Nullable [] body, @Nullable T message, @Nullable RejectedMessageException refusal) {

    /** The value of a record without a body. */
    public static final Received<Object> TOMBSTONE = new Received<>(null, null, null);

    /** Whether there is neither a message nor a refusal: the key's earlier records are to be forgotten. */
    public boolean tombstone() {
        return body == null;
    }

    /**
     * The message.
     *
     * @throws RejectedMessageException when it was refused, or is a tombstone
     */
    public T orRefuse() {
        if (refusal != null) {
            throw refusal;
        }
        if (message == null) {
            throw new RejectedMessageException("the record has no body");
        }
        return message;
    }
}
