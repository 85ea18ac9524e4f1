package io.tailkeeper.local.stack;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One supervised process: started until it is ready, restarted when it dies, ended on {@link #close}.
 *
 * <p>Safe for use by several threads.
 */
final class Child implements AutoCloseable {

    private static final int PORT_TRIES = 5;
    private static final long POLL_MILLIS = 100;
    private static final long GRACE_SECONDS = 6;

    private final Role role;
    private final Watch watch;
    private final RestartBudget budget = new RestartBudget(InstantSource.system());
    private ChildSpecification specification;
    private Process process;
    private int port;
    private int restarts;
    private boolean supervised;
    private boolean closing;

    Child(Role role, Watch watch) {
        this.role = role;
        this.watch = watch;
    }

    /**
     * Starts it and waits until it is ready, on another port when the first is taken in the meantime.
     *
     * @throws StackException when it ends or is not ready in time
     */
    void start(Ports ports) {
        for (int attempt = 1; ; attempt++) {
            int candidate = ports.free();
            launch(candidate, role.specification(candidate));
            long logged = specification.log().toFile().length();
            String fault = awaitReady();
            if (fault == null) {
                supervise();
                return;
            }
            boolean taken = LogTail.text(specification.log(), logged).contains("in use");
            process.destroyForcibly();
            if (!taken || attempt == PORT_TRIES) {
                throw new StackException(role.name() + " " + fault + "; " + LogTail.of(specification.log()));
            }
        }
    }

    private synchronized void launch(int candidate, ChildSpecification started) {
        if (closing) {
            throw new StackException(role.name() + " is not started because the stack is stopping");
        }
        port = candidate;
        specification = started;
        process = Leash.start(started);
    }

    private String awaitReady() {
        long deadline = System.nanoTime() + role.patience().toNanos();
        while (!role.ready(port)) {
            try {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return "ended with status " + process.exitValue() + " before it was ready";
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "was interrupted before it was ready";
            }
            if (System.nanoTime() > deadline) {
                return "was not ready within " + role.patience().toSeconds() + " s";
            }
        }
        return null;
    }

    private synchronized void supervise() {
        supervised = true;
        CompletableFuture<Process> unused = process.onExit().whenComplete((ended, failure) -> died(ended));
    }

    private synchronized void died(Process ended) {
        if (closing || !supervised) {
            return;
        }
        String event = role.name() + " ended with status " + ended.exitValue();
        if (!budget.spend()) {
            supervised = false;
            watch.failed(event + " after " + RestartBudget.RESTARTS + " restarts within "
                    + RestartBudget.WINDOW.toMinutes() + " minutes; " + LogTail.of(specification.log()));
            return;
        }
        restarts++;
        watch.event(event + " and is started again");
        try {
            launch(port, specification);
            supervise();
        } catch (StackException e) {
            watch.failed(e.getMessage());
        }
    }

    String name() {
        return role.name();
    }

    synchronized int port() {
        return port;
    }

    synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    synchronized int restarts() {
        return restarts;
    }

    boolean ready() {
        return role.ready(port());
    }

    Path log() {
        return specification.log();
    }

    /** From now on its end is wanted: a signal to all processes may reach it before {@link #stop} does. */
    synchronized void release() {
        closing = true;
    }

    /** Asks it to end; {@link #close} waits for it. */
    synchronized void stop() {
        release();
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public void close() {
        stop();
        Process last = process;
        if (last == null) {
            return;
        }
        try {
            if (!last.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                last.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Who is told what happens to a child after its start. */
    interface Watch {

        /** Something a person wants to know; the stack goes on. */
        void event(String message);

        /** The child cannot be kept up. */
        void failed(String message);
    }
}
