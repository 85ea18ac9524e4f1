package io.tailkeeper.contracts;

/** A message is wrong in itself: it goes to the dead-letter topic with this reason and is never retried. */
public class RejectedMessageException extends RuntimeException {

    public RejectedMessageException(String reason) {
        super(reason);
    }

    public RejectedMessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
