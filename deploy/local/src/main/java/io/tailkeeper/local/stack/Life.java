package io.tailkeeper.local.stack;

import java.util.concurrent.TimeUnit;

/**
 * One process of a child, from its start to its end.
 *
 * @param specification how it was started
 * @param port what it listens on
 * @param process the process
 * @param logBegin length of the log before it
 */
record Life(ChildSpecification specification, int port, Process process, long logBegin) {

    private static final long GRACE_SECONDS = 6;

    static Life begin(ChildSpecification specification, int port) {
        long logBegin = specification.log().toFile().length();
        return new Life(specification, port, Leash.start(specification), logBegin);
    }

    /** Whether it complained that somebody else listens on its port. */
    boolean portWasTaken() {
        return LogTail.text(specification.log(), logBegin).contains("in use");
    }

    /** Waits until it has ended, as it was asked to; after a while without being asked. */
    void awaitEnd() {
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
