package io.tailkeeper.contracts.topics;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads any message of the contract; the topic says which. It never throws: what the contract does not allow comes out as
 * {@link Received} with its refusal, so that one wrong record stops no consumer and its bytes reach the dead-letter topic
 * as they came. Only an {@link Error} of the JVM itself passes.
 */
public final class ContractDeserializer<T> implements Deserializer<Received<T>> {

    /** The consumer's setting that holds the {@link ReadingGuard}; none where it is missing. */
    public static final String GUARD = "tailkeeper.reading-guard";

    private @Nullable ReadingGuard guard;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        guard = (ReadingGuard) settings.get(GUARD);
    }

    @Override
    @SuppressWarnings("unchecked") // a consumer subscribes to the topics whose messages it names
    public Received<T> deserialize(String topic, byte @Nullable [] body) {
        if (body == null) {
            return new Received<>(null, null, null);
        }
        try {
            return new Received<>(body, guarded((Topic<T>) Topics.find(topic).orElse(null), topic, body), null);
        } catch (RejectedMessageException e) {
            return new Received<>(body, null, e);
        }
    }

    private T guarded(@Nullable Topic<T> contract, String name, byte[] body) {
        if (guard == null) {
            return read(contract, name, body);
        }
        try {
            guard.begin(name, body);
            T message = read(contract, name, body);
            guard.end();
            return message;
        } catch (RejectedMessageException e) {
            guard.end();
            throw e;
        } catch (Error e) {
            guard.failed(e);
            throw e;
        }
    }

    private static <T> T read(@Nullable Topic<T> contract, String name, byte[] body) {
        if (contract == null) {
            throw new RejectedMessageException(name + " is no topic of the contract");
        }
        return ContractJson.read(contract, body);
    }
}
