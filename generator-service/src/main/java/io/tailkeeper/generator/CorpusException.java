package io.tailkeeper.generator;

/** Human text is missing, unreadable or too little. The message says what, where, and how to mend it. */
public class CorpusException extends RunFailedException {

    public CorpusException(String reason) {
        super(reason);
    }

    public CorpusException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
