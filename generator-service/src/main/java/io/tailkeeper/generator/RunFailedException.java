package io.tailkeeper.generator;

/** A run cannot go on. The message is for people: what happened, where, and how to mend it. */
public class RunFailedException extends RuntimeException {

    public RunFailedException(String reason) {
        super(reason);
    }

    public RunFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
