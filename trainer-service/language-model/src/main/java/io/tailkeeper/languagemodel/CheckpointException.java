package io.tailkeeper.languagemodel;

import org.jspecify.annotations.Nullable;

/** A checkpoint cannot be read or written; the message says which, why, and how to mend it, in one line. */
public class CheckpointException extends RuntimeException {

    public CheckpointException(String message) {
        super(ForeignText.line(message));
    }

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(ForeignText.line(message), cause);
    }
}
