package io.tailkeeper.contracts;

import org.apache.kafka.common.serialization.Deserializer;

/** Reads a message and refuses, with {@link RejectedMessageException}, whatever the contract does not allow. */
abstract class ContractDeserializer<T> implements Deserializer<T> {

    private final Topic<T> contract;

    ContractDeserializer(Topic<T> contract) {
        this.contract = contract;
    }

    @Override
    public T deserialize(String topic, byte[] body) {
        return body == null ? null : ContractJson.read(contract, body);
    }
}
