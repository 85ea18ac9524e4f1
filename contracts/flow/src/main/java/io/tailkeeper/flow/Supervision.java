package io.tailkeeper.flow;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the service works. Threads that it starts must not end while the service runs, and whatever cannot go on says so
 * here: liveness goes down and the process ends, so that a new one begins from what Kafka and the disk hold. What only has to
 * be waited for, a broker or the first reading of a topic, is a matter of readiness. Safe for use by several threads.
 */
@ApplicationScoped
public class Supervision {

    private static final Logger LOG = Logger.getLogger(Supervision.class);

    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> conditions = new ConcurrentSkipListMap<>();
    private final Runnable end;
    private volatile @Nullable String failure;
    private volatile boolean stopping;

    @Inject
    Supervision() {
        this(() -> Quarkus.asyncExit(1));
    }

    /** @param end ends the process */
    Supervision(Runnable end) {
        this.end = end;
    }

    /** Work that may take long or fail; what it throws ends the service. */
    @FunctionalInterface
    public interface Work {

        /** Returns when the service stops. */
        void run() throws Exception;
    }

    /** Starts a thread that lives as long as the service. When it ends by itself, or by a throwable, the service fails. */
    public Thread start(String name, Work work) {
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                work.run();
                if (!stopping) {
                    fail("the thread " + name + " ended, which it must not", null);
                }
            } catch (Throwable e) {
                if (!stopping) {
                    fail("the thread " + name + " cannot go on: " + e, e);
                }
            }
        });
        threads.put(name, thread);
        thread.start();
        return thread;
    }

    /**
     * The service is ready only while this has nothing to say.
     *
     * @param name of what is waited for
     * @param problem what keeps the service from its work, and how to mend it; asked by any thread, must not block
     */
    public void readyWhen(String name, Supplier<Optional<String>> problem) {
        conditions.put(name, problem);
    }

    /** The service cannot go on: it says why, is not alive any more, and its process ends. The first reason counts. */
    public void fail(String reason, @Nullable Throwable cause) {
        synchronized (this) {
            if (failure != null || stopping) {
                return;
            }
            failure = reason;
        }
        LOG.errorf(cause, "%s; the service ends, and a new start goes on where it stood", reason);
        end.run();
    }

    /** Why the service cannot go on; empty while it can. */
    public Optional<String> failure() {
        if (failure != null) {
            return Optional.of(failure);
        }
        return threads.values().stream()
                .filter(thread -> !thread.isAlive() && !stopping)
                .map(thread -> "the thread " + thread.getName() + " is dead")
                .findFirst();
    }

    /** What keeps the service from its work, by name; empty when nothing does. */
    public Map<String, String> problems() {
        Map<String, String> problems = new ConcurrentSkipListMap<>();
        conditions.forEach((name, problem) -> problem.get().ifPresent(words -> problems.put(name, words)));
        return problems;
    }

    /** Whether the service is being stopped: what ends now ends rightly. */
    public boolean stopping() {
        return stopping;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
    }
}
