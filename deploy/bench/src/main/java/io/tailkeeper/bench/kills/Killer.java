package io.tailkeeper.bench.kills;

import io.tailkeeper.bench.kills.KillPlan.Kill;
import io.tailkeeper.local.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries a plan of kills out on a stack, from before its start on. */
public final class Killer implements AutoCloseable {

    private static final long POLL_MILLIS = 20;

    private final Stack stack;
    private final KillPlan plan;
    private final Duration meanPause;
    private final Consumer<String> events;
    private final List<Struck> struck = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * A killer that has not begun.
     *
     * @param stack whose processes are killed
     * @param plan which of them, and when
     * @param meanPause between two kills
     * @param events told of each kill
     */
    public Killer(Stack stack, KillPlan plan, Duration meanPause, Consumer<String> events) {
        this.stack = stack;
        this.plan = plan;
        this.meanPause = meanPause;
        this.events = events;
    }

    /**
     * A kill that was carried out.
     *
     * @param victim the process
     * @param seconds since the killer began
     * @param starting whether the process was not ready yet
     */
    public record Struck(String victim, double seconds, boolean starting) {}

    /** Begins, on a thread of its own. */
    public void start() {
        Thread.ofVirtual().name("killer").start(this::carryOut);
    }

    private void carryOut() {
        long began = System.nanoTime();
        try {
            for (Kill kill : plan.kills()) {
                if (pause(kill.pause()) || !strike(kill, began)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean strike(Kill kill, long began) throws InterruptedException {
        String victim = kill.victim();
        if (!stack.alive(victim)) {
            if (!awaitLife(victim) || pause(kill.hesitation())) {
                return false;
            }
        }
        while (awaitLife(victim)) {
            boolean starting = !stack.ready(victim);
            if (stack.kill(victim)) {
                struck.add(new Struck(victim, (System.nanoTime() - began) / 1e9, starting));
                events.accept(String.format(
                        Locale.ROOT,
                        "kill %d of %d: %s%s",
                        struck.size(),
                        plan.kills().size(),
                        victim,
                        starting ? ", while it starts" : ""));
                return true;
            }
        }
        return false;
    }

    /** Whether it lives; not when the killer was stopped meanwhile. */
    private boolean awaitLife(String victim) throws InterruptedException {
        while (!stack.alive(victim)) {
            if (stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return stopped.getCount() > 0;
    }

    /** Waits; whether the killer was stopped meanwhile. */
    private boolean pause(double meanPauses) throws InterruptedException {
        return stopped.await((long) (meanPauses * meanPause.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Whether the plan is carried out. */
    public boolean spent() {
        return struck.size() == plan.kills().size();
    }

    /** The kills so far. */
    public List<Struck> struck() {
        return List.copyOf(struck);
    }

    /** Nobody is killed from now on. */
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void close() {
        stop();
    }
}
