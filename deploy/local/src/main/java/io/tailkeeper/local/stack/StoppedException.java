package io.tailkeeper.local.stack;

import io.tailkeeper.process.ProcessException;

/** The stack was stopped while it started: nothing has failed. */
public final class StoppedException extends ProcessException {

    private static final long serialVersionUID = 1L;

    StoppedException(Throwable cause) {
        super("stopped before everything was up; nothing was run", cause);
    }
}
