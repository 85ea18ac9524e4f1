package io.tailkeeper.texts;

/** A file or folder of texts that cannot be used. The message begins with its path, and says what is wrong and how to mend it. */
public final class TextException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TextException(String message) {
        super(message);
    }

    public TextException(String message, Throwable cause) {
        super(message, cause);
    }
}
