package io.tailkeeper.detector.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Applies a function to texts on several threads, the longest texts first, so that no thread ends long after the others. */
final class LongestFirst implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;

    LongestFirst(int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("encoder-", 0).daemon().factory());
    }

    /**
     * The results, in the order of the texts. It returns or throws when nobody is in the function any more: whoever closes
     * the session next finds nobody in it.
     */
    List<float[]> map(List<String> texts, Function<String, float[]> function) {
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -texts.get(i).length()))
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] results = new float[order.length][];
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < Math.min(threads, order.length); thread++) {
            running.add(executor.submit(() -> {
                try {
                    for (int i = next.getAndIncrement(); i < order.length; i = next.getAndIncrement()) {
                        results[order[i]] = function.apply(texts.get(order[i]));
                    }
                } finally {
                    next.set(order.length);
                }
            }));
        }
        running.forEach(LongestFirst::await);
        running.forEach(LongestFirst::rethrow);
        return List.of(results);
    }

    /** An interrupt waits too: a text is encoded in moments. */
    private static void await(Future<?> future) {
        boolean interrupted = false;
        while (!future.isDone()) {
            try {
                future.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break; // thrown when all have ended
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Future<?> done) {
        if (done.state() == Future.State.FAILED) {
            throw new IllegalStateException(
                    "encoding failed: " + done.exceptionNow().getMessage(), done.exceptionNow());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
