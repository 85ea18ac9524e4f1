package io.tailkeeper.contracts;

import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads any message of the contract; the topic says which. It never throws: what the contract does not allow comes out as
 * {@link Received} with its refusal, so that one wrong record stops no consumer and its bytes reach the dead-letter topic
 * as they came. Only an {@link Error} of the JVM itself passes.
 */
public final class ContractDeserializer<T> implements Deserializer<Received<T>> {

    @Override
    @SuppressWarnings("unchecked") // a consumer subscribes to the topics whose messages it names
    public Received<T> deserialize(String topic, byte[] body) {
        return read((Topic<T>) Topics.find(topic).orElse(null), topic, body);
    }

    private static <T> Received<T> read(Topic<T> contract, String name, byte[] body) {
        if (body == null) {
            return new Received<>(null, null, null);
        }
        try {
            if (contract == null) {
                throw new RejectedMessageException(name + " is no topic of the contract");
            }
            return new Received<>(body, ContractJson.read(contract, body), null);
        } catch (RejectedMessageException e) {
            return new Received<>(body, null, e);
        }
    }
}
