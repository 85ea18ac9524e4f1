package io.tailkeeper.local.session;

import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.stack.Installation;
import java.util.function.Consumer;

/** An installation that somebody else looks after: it goes on when the command ends. */
public final class Connected implements Session {

    private final RemoteInstallation installation;
    private final Thread hook;
    private volatile Runnable beforeStop = () -> {};

    /**
     * One that is not looked at yet.
     *
     * @param events receives what a person is to know
     */
    public Connected(RemoteInstallation installation, Consumer<String> events) {
        this.installation = installation;
        this.hook = new Thread(() -> leave(events), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What Ctrl-C does. */
    void leave(Consumer<String> events) {
        events.accept("the runs go on without this command; ./tailkeeper runs cancel ends them, and"
                + " ./tailkeeper runs resume follows them again");
        beforeStop.run();
    }

    @Override
    public void start() throws InterruptedException {
        installation.check();
    }

    @Override
    public Installation installation() {
        return installation;
    }

    @Override
    public void beforeStop(Runnable work) {
        beforeStop = work;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending already.
            return;
        }
    }
}
