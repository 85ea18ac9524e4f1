package io.tailkeeper.process;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One process of a child, from its start to its end.
 *
 * @param specification how it was started
 * @param port what it listens on
 * @param process the process
 * @param start whether it gets on until it is ready
 * @param logBegin length of the log before it
 */
record ChildProcess(ChildSpecification specification, int port, Process process, StartWatch start, long logBegin) {

    private static final long GRACE_SECONDS = 6;

    /** How a program ends that was asked to: by itself, or by SIGINT or SIGTERM. */
    private static final Set<Integer> ASKED = Set.of(0, 130, 143);

    static ChildProcess begin(ChildSpecification specification, int port, StartLimits limits) {
        long logBegin = specification.log().toFile().length();
        Process process = Leash.start(specification);
        StartWatch start = new StartWatch(process, specification.log(), limits, InstantSource.system());
        return new ChildProcess(specification, port, process, start, logBegin);
    }

    /** Whether it ended as one that was asked to, by its exit status. */
    static boolean asked(int status) {
        return ASKED.contains(status);
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
