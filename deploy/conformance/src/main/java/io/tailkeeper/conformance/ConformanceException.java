package io.tailkeeper.conformance;

/** The kit cannot begin; the message says in one line what is wrong and how to mend it. */
final class ConformanceException extends RuntimeException {

    ConformanceException(String message) {
        super(message);
    }

    ConformanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
