package io.tailkeeper.conformance;

import io.tailkeeper.commandline.UsageException;

/** The kit cannot begin; the message says in one line what is wrong and how to mend it. */
final class ConformanceException extends UsageException {

    ConformanceException(String message) {
        super(message);
    }

    ConformanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
