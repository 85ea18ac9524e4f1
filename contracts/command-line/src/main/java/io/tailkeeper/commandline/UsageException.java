package io.tailkeeper.commandline;

/** What a person asked for cannot be done as it stands; the message says what, where, and how to mend it. Exit status 2. */
public class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
