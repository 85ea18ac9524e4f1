package io.tailkeeper.local.stack;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.local.stack.RestartBudget.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One supervised process: started again when it dies, while it starts too; ended on {@link #close}.
 *
 * <p>Safe for use by several threads.
 */
final class Child implements AutoCloseable {

    private static final int PORT_TRIES = 5;
    private static final long POLL_MILLIS = 100;

    /** How a program ends that was asked to: by itself, or by SIGINT or SIGTERM. */
    private static final Set<Integer> ASKED = Set.of(0, 130, 143);

    /** Ctrl-C reaches all processes at once: one may end before this one is told that all are to end. */
    private static final int ASKED_MILLIS = 500;

    private final Role role;
    private final ChildWatch watch;
    private final RestartBudget budget;
    private final StartLimits startLimits;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable FreePorts ports;
    private @Nullable Life life;
    private @Nullable StartWatch start;
    private int portsTaken;
    private int restarts;
    private boolean started;
    private boolean closing;
    private @Nullable String failure;

    Child(Role role, RestartLimits restartLimits, StartLimits startLimits, ChildWatch watch) {
        this.role = role;
        this.startLimits = startLimits;
        this.watch = watch;
        this.budget = new RestartBudget(restartLimits, InstantSource.system());
    }

    /**
     * Starts it and waits until it is ready. When it ends before, it is started again, on another port when the first was
     * taken in the meantime.
     *
     * @throws StackException when it cannot be started, ends too often, or does not get ready
     */
    void start(FreePorts free) {
        synchronized (this) {
            ports = free;
            launchOn(free.next());
        }
        while (!role.ready(port())) {
            check();
            try {
                over.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException(role.name() + " was interrupted before it was ready", e);
            }
        }
        synchronized (this) {
            started = true;
        }
    }

    private synchronized void check() {
        Optional<String> slow = failure == null
                ? Objects.requireNonNull(start, "a child that starts is watched")
                        .fault()
                : Optional.empty();
        if (slow.isPresent()) {
            fail(slow.get()
                    + role.fault(begun().port()).map(fault -> ": " + fault).orElse(""));
            begun().process().destroyForcibly();
        }
        if (failure != null) {
            throw new StackException(failure);
        }
        if (closing) {
            throw stopping();
        }
    }

    private StackException stopping() {
        return new StackException(role.name() + " is not started because the stack is stopping");
    }

    private void launchOn(int port) {
        launch(role.specification(port), port);
    }

    private void launch(ChildSpecification specification, int port) {
        if (closing) {
            throw stopping();
        }
        Life begun = Life.begin(specification, port);
        life = begun;
        start = new StartWatch(begun.process(), specification.log(), startLimits, InstantSource.system());
        Thread.ofVirtual().name(role.name() + "-supervision").start(() -> supervise(begun));
    }

    private void supervise(Life begun) {
        try {
            int status = begun.process().waitFor();
            if (ASKED.contains(status) && over.await(ASKED_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            Optional<Duration> pause = died(status);
            if (pause.isPresent() && !over.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
                launchAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pause before it is started again; empty when it is not. */
    private synchronized Optional<Duration> died(int status) {
        if (closing || failure != null) {
            return Optional.empty();
        }
        String event = "ended with status " + status + (started ? "" : " before it was ready");
        if (mustMove()) {
            return Optional.of(Duration.ZERO);
        }
        return switch (budget.spend(status, started)) {
            case Verdict.Again(Duration pause) -> {
                restarts++;
                watch.event(role.name() + " " + event + " and is started again"
                        + (pause.isZero() ? "" : " in " + pause.toSeconds() + " s")
                        + FullDisk.note(begun().specification().log()));
                yield Optional.of(pause);
            }
            case Verdict.Enough(String reason) -> {
                fail(event + reason);
                yield Optional.empty();
            }
        };
    }

    private boolean mustMove() {
        return !started && portsTaken < PORT_TRIES && begun().portWasTaken();
    }

    private synchronized void launchAgain() {
        if (closing) {
            return;
        }
        try {
            if (mustMove()) {
                portsTaken++;
                launchOn(Objects.requireNonNull(ports, "a child that starts has ports")
                        .next());
            } else {
                launch(begun().specification(), begun().port());
            }
        } catch (StackException | IllegalStateException e) {
            failWith(String.valueOf(e.getMessage()));
        }
    }

    private void fail(String what) {
        Path log = begun().specification().log();
        failWith(role.name() + " " + what + FullDisk.note(log) + "; " + LogTail.of(log));
    }

    private void failWith(String message) {
        failure = message;
        over.countDown();
        watch.failed(message);
    }

    private Life begun() {
        return Objects.requireNonNull(life, "the life of a child that was started");
    }

    String name() {
        return role.name();
    }

    synchronized int port() {
        return life == null ? -1 : life.port();
    }

    synchronized long pid() {
        return life == null ? -1 : life.process().pid();
    }

    synchronized int restarts() {
        return restarts;
    }

    boolean ready() {
        return role.ready(port());
    }

    synchronized boolean alive() {
        return life != null && life.process().isAlive();
    }

    /** What keeps it from working; empty when all is well. */
    Optional<String> fault() {
        return role.fault(port());
    }

    /** SIGKILL, as if from outside; whether there was a process to kill. */
    synchronized boolean kill() {
        boolean killed = !closing && alive();
        if (killed) {
            begun().process().destroyForcibly();
        }
        return killed;
    }

    /** From now on its end is wanted: a signal to all processes may reach it before {@link #stop} does. */
    synchronized void release() {
        closing = true;
        over.countDown();
    }

    /** Asks it to end; {@link #close} waits for it. */
    synchronized void stop() {
        release();
        if (life != null) {
            life.process().destroy();
        }
    }

    @Override
    public void close() {
        stop();
        Life last;
        synchronized (this) {
            last = life;
        }
        if (last != null) {
            last.awaitEnd();
        }
    }
}
