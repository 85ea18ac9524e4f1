package io.tailkeeper.process;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.process.RestartBudget.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One supervised process: started again when it dies, while it starts too; ended on {@link #close}.
 *
 * <p>Safe for use by several threads.
 */
public final class Child implements AutoCloseable {

    private static final long POLL_MILLIS = 100;

    /** Ctrl-C reaches all processes at once: one may end before this one is told that all are to end. */
    private static final int ASKED_MILLIS = 500;

    private final Role role;
    private final RestartBudget budget;
    private final StartLimits startLimits;
    private final Ending ending;
    private volatile @Nullable ChildProcess current;
    private int restarts;
    private volatile boolean started;

    /**
     * A child that is not started yet.
     *
     * @param role what it runs
     * @param restartLimits how often it is started again
     * @param startLimits how long it may take until it serves
     * @param watch told what happens to it, by any thread
     */
    public Child(Role role, RestartLimits restartLimits, StartLimits startLimits, ChildWatch watch) {
        this.role = role;
        this.startLimits = startLimits;
        this.ending = new Ending(role, watch);
        this.budget = new RestartBudget(restartLimits, InstantSource.system());
    }

    /**
     * Starts it and waits until it is ready. When it ends before, it is started again, on another port when the first was
     * taken in the meantime.
     *
     * @throws ProcessException when it cannot be started, ends too often, or does not get ready
     */
    public void start(FreePorts free) {
        synchronized (this) {
            launchOn(free);
        }
        while (!role.ready(port())) {
            check();
            ending.poll(POLL_MILLIS);
        }
        started = true;
    }

    private synchronized void check() {
        Optional<String> slow =
                ending.failed() ? Optional.empty() : begun().start().fault();
        if (slow.isPresent()) {
            String fault = role.fault(port()).map(each -> ": " + each).orElse("");
            ending.fail(slow.get() + fault, begun().specification().log());
            begun().process().destroyForcibly();
        }
        ending.check();
    }

    private ChildProcess begun() {
        return Objects.requireNonNull(current, "a child that was started");
    }

    private void launchOn(FreePorts ports) {
        int port = ports.next();
        launch(role.specification(port), port, ports);
    }

    private void launch(ChildSpecification specification, int port, FreePorts ports) {
        ending.check();
        ChildProcess begun = ChildProcess.begin(specification, port, startLimits);
        current = begun;
        Thread.ofVirtual().name(role.name() + "-supervision").start(() -> supervise(begun, ports));
    }

    private void supervise(ChildProcess begun, FreePorts ports) {
        try {
            int status = begun.process().waitFor();
            if (ChildProcess.asked(status) && ending.await(ASKED_MILLIS)) {
                return;
            }
            switch (died(begun, status)) {
                case Verdict.Move() -> launchAgain(() -> launchOn(ports));
                case Verdict.Again(Duration pause) -> {
                    if (!ending.await(pause.toMillis())) {
                        launchAgain(() -> launch(begun.specification(), begun.port(), ports));
                    }
                }
                case Verdict.Enough enough -> {} // it has failed
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Verdict died(ChildProcess begun, int status) {
        if (ending.begun()) {
            return new Verdict.Enough("");
        }
        String event = "ended with status " + status + (started ? "" : " before it was ready");
        Optional<Verdict> move = !started && begun.portWasTaken() ? budget.move() : Optional.empty();
        Verdict verdict = move.orElseGet(() -> budget.spend(status, started));
        if (verdict instanceof Verdict.Again(Duration pause)) {
            restarts++;
            ending.postpone(event, pause, begun.specification().log());
        } else if (verdict instanceof Verdict.Enough(String reason)) {
            ending.fail(event + reason, begun.specification().log());
        }
        return verdict;
    }

    private synchronized void launchAgain(Runnable launch) {
        if (ending.begun()) {
            return;
        }
        try {
            launch.run();
        } catch (ProcessException | IllegalStateException e) {
            ending.failWith(String.valueOf(e.getMessage()));
        }
    }

    /** Its name in messages. */
    public String name() {
        return role.name();
    }

    /** What it listens on; -1 before the first start. */
    public int port() {
        ChildProcess last = current;
        return last == null ? -1 : last.port();
    }

    /** How it is right now. */
    public synchronized ChildStatus status() {
        ChildProcess last = current;
        long pid = last == null ? -1 : last.process().pid();
        return new ChildStatus(name(), pid, restarts, alive());
    }

    /** Whether it serves right now. */
    public boolean ready() {
        return role.ready(port());
    }

    private boolean alive() {
        ChildProcess last = current;
        return last != null && last.process().isAlive();
    }

    /** Whether it is not started again: somebody asked for its end, or it failed. */
    public boolean ended() {
        return ending.begun();
    }

    /** What keeps it from working; empty when all is well. */
    public Optional<String> fault() {
        return role.fault(port());
    }

    /** SIGKILL, as if from outside; whether there was a process to kill. */
    public synchronized boolean kill() {
        boolean killed = !ending.wanted() && alive();
        if (killed) {
            begun().process().destroyForcibly();
        }
        return killed;
    }

    /** From now on its end is wanted: a signal to all processes may reach it before {@link #stop} does. */
    public void release() {
        ending.want();
    }

    /** Asks it to end; {@link #close} waits for it. */
    public synchronized void stop() {
        release();
        Optional.ofNullable(current).ifPresent(last -> last.process().destroy());
    }

    @Override
    public void close() {
        stop();
        Optional.ofNullable(current).ifPresent(ChildProcess::awaitEnd);
    }
}
