package io.tailkeeper.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a child is to run, and if not, whether it was asked to end or failed.
 *
 * <p>Safe for use by several threads.
 */
final class Ending {

    private final Role role;
    private final ChildWatch watch;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean wanted;
    private volatile @Nullable String failure;

    Ending(Role role, ChildWatch watch) {
        this.role = role;
        this.watch = watch;
    }

    /** Waits at most so long for the end; whether it has begun. */
    boolean await(long millis) throws InterruptedException {
        return begun.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits at most so long for the end, on behalf of somebody who waits for the start.
     *
     * @throws ProcessException when the thread is interrupted
     */
    void poll(long millis) {
        try {
            await(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessException(role.name() + " was interrupted before it was ready", e);
        }
    }

    /** Whether the child is not started again. */
    boolean begun() {
        return wanted || failure != null;
    }

    /** Whether somebody asked for the end. */
    boolean wanted() {
        return wanted;
    }

    boolean failed() {
        return failure != null;
    }

    /**
     * Refuses when the child is not to run.
     *
     * @throws ProcessException why
     */
    void check() {
        String reason = failure;
        if (reason != null) {
            throw new ProcessException(reason);
        }
        if (wanted) {
            throw new ProcessException(role.name() + " is not started because the stack is stopping");
        }
    }

    /** Somebody asks for the end. */
    void want() {
        wanted = true;
        begun.countDown();
    }

    /**
     * A process of the child ended, and another follows.
     *
     * @param what the middle of a sentence about the child
     * @param pause until it is started again
     * @param log what it wrote
     */
    void postpone(String what, Duration pause, Path log) {
        String when = pause.isZero() ? "" : " in " + pause.toSeconds() + " s";
        watch.event(role.name() + " " + what + " and is started again" + when + FullDisk.note(log));
    }

    /**
     * The child failed.
     *
     * @param what the end of a sentence about the child
     * @param log what it wrote; its end becomes part of the message
     */
    void fail(String what, Path log) {
        failWith(role.name() + " " + what + FullDisk.note(log) + "; " + LogTail.of(log));
    }

    /** The child failed, for a reason that is a whole sentence. */
    void failWith(String message) {
        failure = message;
        begun.countDown();
        watch.failed(message);
    }
}
