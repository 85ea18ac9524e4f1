package io.tailkeeper.process;

/** A part of the stack cannot be started or kept up; the message ends with the last lines of its log. */
public class ProcessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessException(String message) {
        super(message);
    }

    public ProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
