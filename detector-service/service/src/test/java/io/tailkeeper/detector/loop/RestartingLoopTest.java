package io.tailkeeper.detector.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestartingLoopTest {

    /** The loop pauses between its starts, longer each time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean broken;

    /** A session whose iterations fail while it is broken. */
    private final class FragileLife implements RestartingLoop.Session {

        private final Semaphore wakeUp = new Semaphore(0);

        FragileLife() {
            sessions.incrementAndGet();
        }

        @Override
        public void iterate() {
            if (broken) {
                throw new IllegalStateException("the model is broken");
            }
            try {
                boolean unused = wakeUp.tryAcquire(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void wakeUp() {
            wakeUp.release();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private RestartingLoop loop() {
        return new RestartingLoop("fragile", FragileLife::new, failures::incrementAndGet);
    }

    private static CompletableFuture<Void> start(RestartingLoop loop) {
        return CompletableFuture.runAsync(
                loop::run, task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    void saysWhatKeepsItFromItsWorkUntilItHasGoneWellForAWhile() {
        broken = true;
        RestartingLoop loop = loop();
        assertThat(loop.problem()).hasValue("it has not begun yet");
        CompletableFuture<Void> run = start(loop);
        await().atMost(PATIENCE).until(() -> failures.get() >= 2);
        assertThat(loop.problem())
                .hasValue("it failed and begins again: java.lang.IllegalStateException: the model is broken");
        broken = false;
        await().atMost(PATIENCE).until(() -> loop.problem().isEmpty());
        assertThat(closed.get()).as("former sessions").isEqualTo(sessions.get() - 1);
        loop.close();
        assertThat(loop.hasEnded()).isTrue();
        await().atMost(PATIENCE).until(run::isDone);
        assertThat(closed.get()).isEqualTo(sessions.get());
    }

    @Test
    void itsPausesGrow() {
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        RestartingLoop loop = new RestartingLoop(
                "fragile",
                () -> {
                    begun.add(System.nanoTime());
                    throw new IllegalStateException("no broker");
                },
                failures::incrementAndGet);
        CompletableFuture<Void> run = start(loop);
        await().atMost(PATIENCE).until(() -> begun.size() >= 4);
        loop.close();
        await().atMost(PATIENCE).until(run::isDone);
        for (int i = 1; i < 4; i++) {
            Duration pause = Duration.ofNanos(begun.get(i) - begun.get(i - 1));
            assertThat(pause).isGreaterThanOrEqualTo(RestartingLoop.FIRST_PAUSE.multipliedBy(1L << (i - 1)));
        }
    }

    @Test
    void anErrorOfTheJvmEndsIt() {
        RestartingLoop loop = new RestartingLoop(
                "fragile",
                () -> {
                    throw new OutOfMemoryError("as if");
                },
                failures::incrementAndGet);
        CompletableFuture<Void> run = start(loop);
        await().atMost(PATIENCE).until(run::isDone);
        assertThat(run.exceptionNow()).isInstanceOf(OutOfMemoryError.class);
        assertThat(failures).hasValue(0);
        assertThat(loop.hasEnded()).isTrue();
    }

    @Test
    void whatNeverRanIsClosedAtOnce() {
        RestartingLoop loop = loop();
        loop.close();
        assertThat(loop.hasEnded()).isTrue();
    }
}
