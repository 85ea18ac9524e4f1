package io.tailkeeper.report.progress;

import io.tailkeeper.report.view.Display;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the clock of a display going while an installation starts, of which there is nothing else to show. */
public final class StartClock implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    /** One that goes until it is closed. */
    public StartClock(Display display) {
        thread = Thread.ofVirtual().name("start-clock").start(() -> {
            try {
                do {
                    display.starting();
                } while (!over.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns when the display is left alone. */
    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
