package io.tailkeeper.trainer.kafka;

import io.tailkeeper.contracts.ContractJson;
import io.tailkeeper.contracts.Topic;
import java.util.function.Consumer;

/** A topic and who takes its messages. */
record Route<T>(Topic<T> topic, Consumer<T> taker) {

    /** @throws io.tailkeeper.contracts.RejectedMessageException when the message is wrong in itself */
    void take(byte[] body) {
        taker.accept(ContractJson.read(topic, body));
    }
}
