package io.tailkeeper.local.stack;

/** A part of the stack cannot be started or kept up; the message ends with the last lines of its log. */
public class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
