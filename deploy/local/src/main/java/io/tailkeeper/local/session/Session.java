package io.tailkeeper.local.session;

import io.tailkeeper.local.stack.Installation;

/** An installation as long as a command works on it. */
public interface Session extends AutoCloseable {

    /**
     * Makes it usable: starts it, or looks whether it answers.
     *
     * @throws io.tailkeeper.process.ProcessException when it cannot be used, and why
     */
    void start() throws InterruptedException;

    /** The installation. */
    Installation installation();

    /** What Ctrl-C does while everything is still up. */
    void beforeStop(Runnable work);

    @Override
    void close();
}
