package io.tailkeeper.languagemodel;

/** A checkpoint cannot be read or written; the message says which, why, and how to mend it. */
public class CheckpointException extends RuntimeException {

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
