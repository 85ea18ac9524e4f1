package io.tailkeeper.metrics.redis;

/** The ledger is not complete yet: nothing is answered rather than a part. */
public class NotCaughtUpException extends RuntimeException {

    NotCaughtUpException(String reason) {
        super(reason);
    }
}
