package io.tailkeeper.local.session;

import io.tailkeeper.commandline.OutputPath;
import io.tailkeeper.experiment.inputs.FileNames;
import io.tailkeeper.local.stack.Installation;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Stack;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stack that ends with the program, whatever ends that. */
public final class Running implements Session {

    /** The root of the repository, where the packaged programs lie; the shell script sets it. */
    public static final String HOME = "tailkeeper.home";

    private static final long POLL_MILLIS = 500;

    private final RunDirectory directory;
    private final Stack stack;
    private final Thread hook;
    private @Nullable FileChannel claim;
    private volatile boolean up;
    private volatile Runnable beforeStop = () -> {};

    /**
     * A stack that is not started yet.
     *
     * @param directory where its data and logs lie
     * @param events takes what a person is told
     */
    public Running(RunDirectory directory, StackOptions options, Consumer<String> events) {
        this.directory = directory;
        this.stack = new Stack(directory, repository(), options, events);
        this.hook = new Thread(() -> stop(events), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What Ctrl-C does. */
    void stop(Consumer<String> events) {
        events.accept("stopping");
        beforeStop.run();
        stack.close();
        if (!up) {
            events.accept("stopped before everything was up; nothing was run");
        }
    }

    /** The stack. */
    public Stack stack() {
        return stack;
    }

    @Override
    public void start() {
        claim = directory.claim(); // until the process ends: what else would write there
        stack.start();
        up = true;
    }

    @Override
    public Installation installation() {
        return stack;
    }

    @Override
    public void beforeStop(Runnable work) {
        beforeStop = work;
    }

    /** Where the packaged services lie. */
    public static Path repository() {
        return Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize();
    }

    /** A folder that nothing lies in yet: what an earlier run left there would be taken for this one's. */
    public static RunDirectory unused(Path given) {
        return new RunDirectory(FileNames.settable("--output", OutputPath.unusedFolder("--output", given)));
    }

    /** Waits until an installation cannot go on; Ctrl-C ends the program before that. */
    public static String untilFailure(Installation installation) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (installation.failure().isEmpty()) {
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return installation.failure().orElseThrow();
    }

    @Override
    public void close() {
        stack.close();
        free();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending already: the hook does the same.
            return;
        }
    }

    private void free() {
        FileChannel claimed = claim;
        if (claimed == null) {
            return;
        }
        try {
            claimed.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + directory.root() + " cannot be given back", e);
        }
    }
}
