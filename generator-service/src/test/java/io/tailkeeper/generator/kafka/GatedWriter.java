package io.tailkeeper.generator.kafka;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.generator.Writer;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A fake: writes one word again and again, and each call waits until the test lets it go on. */
@Alternative
@Singleton
class GatedWriter implements Writer {

    private static final int TOKEN = 64;

    private final BlockingQueue<CheckpointReference> calls = new LinkedBlockingQueue<>();
    private final Semaphore leave = new Semaphore(0);

    @Override
    public Written write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds,
            boolean probabilities) {
        calls.add(checkpoint);
        leave.acquireUninterruptibly();
        int[][] written = new int[prompts.length][newTokens];
        for (int[] row : written) {
            Arrays.fill(row, TOKEN);
        }
        return new Written(written, probabilities ? new double[prompts.length][newTokens] : null);
    }

    @Override
    public Edited[] edit(
            CheckpointReference checkpoint, int[][] texts, int promptTokens, EditSpecification edit, long[] seeds) {
        throw new UnsupportedOperationException("its runs edit nothing");
    }

    @Override
    public CheckpointReference foreign(RunSpecification run, String model, int generation) {
        throw new UnsupportedOperationException("its runs write themselves");
    }

    /** Waits for the next call; it goes on with {@link #letGo}. */
    CheckpointReference nextCall() throws InterruptedException {
        CheckpointReference call = calls.poll(BrokerLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("nobody writes");
        }
        return call;
    }

    void letGo(int calls) {
        leave.release(calls);
    }

    /** Every call waits again. */
    void close() {
        calls.clear();
        leave.drainPermits();
    }
}
