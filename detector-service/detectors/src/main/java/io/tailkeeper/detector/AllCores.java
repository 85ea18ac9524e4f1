package io.tailkeeper.detector;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to items on all cores, and returns or throws when nobody is in the function any more. A parallel stream
 * throws the first failure while other threads go on; whoever then closes a native session ends the process under them.
 */
public final class AllCores {

    private AllCores() {}

    /**
     * The results, in the order of the items.
     *
     * @throws RuntimeException what the function has thrown first; the items that nobody had begun are left out
     */
    public static <T, R> List<R> map(List<T> items, Function<T, R> function) {
        Object[] results = new Object[items.size()];
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        int threads = Math.min(items.size(), Runtime.getRuntime().availableProcessors());
        try (ExecutorService executor = Executors.newFixedThreadPool(
                Math.max(1, threads),
                Thread.ofPlatform().name("all-cores-", 0).daemon().factory())) {
            for (int thread = 0; thread < threads; thread++) {
                executor.execute(() -> {
                    for (int i = next.getAndIncrement(); i < results.length; i = next.getAndIncrement()) {
                        try {
                            results[i] = function.apply(items.get(i));
                        } catch (Throwable e) { // thrown below, by the thread that asked
                            failure.compareAndSet(null, e);
                            next.set(results.length);
                        }
                    }
                });
            }
        }
        rethrow(failure.get());
        return cast(results);
    }

    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    @SuppressWarnings("unchecked") // all of them are results of the function
    private static <R> List<R> cast(Object[] results) {
        return (List<R>) Arrays.asList(results);
    }
}
