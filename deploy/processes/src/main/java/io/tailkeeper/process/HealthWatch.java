package io.tailkeeper.process;

import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks children how they are, from its start to its end, and tells a person of those that live and do not work. */
public final class HealthWatch implements AutoCloseable {

    private static final long POLL_SECONDS = 3;

    private final Supplier<Collection<Child>> children;
    private final Consumer<String> events;
    private final Complaints complaints;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A watch that has not begun.
     *
     * @param children asked for anew each time
     * @param events told what a person wants to know
     * @param clock says how long something has lasted
     */
    public HealthWatch(Supplier<Collection<Child>> children, Consumer<String> events, InstantSource clock) {
        this.children = children;
        this.events = events;
        this.complaints = new Complaints(clock);
    }

    /** Begins to watch. */
    public void start() {
        Thread.ofVirtual().name("health").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(POLL_SECONDS, TimeUnit.SECONDS)) {
                children.get().forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Child child) {
        ChildStatus status = child.status();
        if (status.alive()) {
            complaints.news(status.name(), status.pid(), child.fault()).ifPresent(events);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
