package io.tailkeeper.metrics.kafka;

/** The broker does not answer; it can be asked again. */
class BrokerAwayException extends RuntimeException {

    BrokerAwayException(RuntimeException cause) {
        super(
                "the broker does not answer: "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                cause);
    }
}
