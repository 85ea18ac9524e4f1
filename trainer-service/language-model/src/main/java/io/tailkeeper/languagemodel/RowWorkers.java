package io.tailkeeper.languagemodel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shares rows out among threads: equal numbers of rows and threads always give equal shares. For one caller at a time. */
final class RowWorkers implements AutoCloseable {

    /** Work on some of the rows. */
    @FunctionalInterface
    interface Share {

        /**
         * Works on rows {@code from} to {@code to - 1}.
         *
         * @param worker number of the share, from 0
         */
        void work(int worker, int from, int to);
    }

    private static final int LEAST_ROWS = 32; // of a share: fewer are not worth waking a thread

    private final int threads;
    private final ExecutorService others;

    /** @param threads at least 1, the caller's own among them */
    RowWorkers(int threads) {
        this.threads = threads;
        this.others = Executors.newFixedThreadPool(
                Math.max(1, threads - 1), // none is started before it has work
                Thread.ofPlatform().daemon().name("rows-", 0).factory());
    }

    /** How many shares {@code rows} rows are worked on in. */
    int shares(int rows) {
        return Math.clamp(rows / LEAST_ROWS, 1, threads);
    }

    /** Works on all rows; returns when the last share is done. */
    void work(int rows, Share share) {
        int shares = shares(rows);
        List<Callable<Void>> elsewhere = new ArrayList<>();
        for (int worker = 1; worker < shares; worker++) {
            int number = worker;
            elsewhere.add(() -> {
                share.work(number, begin(rows, number, shares), begin(rows, number + 1, shares));
                return null;
            });
        }
        List<Future<Void>> begun = elsewhere.stream().map(others::submit).toList();
        share.work(0, 0, begin(rows, 1, shares));
        begun.forEach(RowWorkers::await);
    }

    private static int begin(int rows, int share, int shares) {
        return (int) ((long) rows * share / shares);
    }

    private static void await(Future<Void> share) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    share.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true; // memory that a share still writes to must not be given away
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        others.close();
    }
}
