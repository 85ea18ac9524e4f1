package io.tailkeeper.checkpoints;

/** The store does not answer, refuses this installation, or the disk has no room for what it gives; trying again later may help. The message says what, where and how to mend. */
public final class StoreAwayException extends RuntimeException {

    public StoreAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreAwayException(String message) {
        super(message);
    }
}
