package io.tailkeeper.contracts.testing.fuzz;

import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Mutated records given to readers: each must accept or refuse each record, in time. */
public final class Fuzz {

    private static final int PATIENCE_SECONDS = 120; // a slow machine is no fault
    private static final int MAX_FINDINGS = 10;

    /**
     * What came out.
     *
     * @param records that were read
     * @param accepted answers of readers
     * @param refused answers of readers
     * @param findings what else came out, at most ten
     */
    public record Result(long records, long accepted, long refused, List<Finding> findings) {}

    /**
     * A reader that did something else than accept or refuse.
     *
     * @param index of the record; the mutator's seed and this give the bytes again
     * @param what it did
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Finding(String reader, long index, String topic, byte[] body, String what) {}

    private final List<RecordReader> readers;
    private final List<Finding> findings = new ArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile String reading = "";

    /** @param readers that each record is given to */
    public Fuzz(List<RecordReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** Reads the first records of a seed; stops early after ten findings, and where a reader gives no answer. */
    public Result run(long seed, long records) {
        return run(new RecordMutator(seed)::record, records, read -> {});
    }

    /**
     * As {@link #run(long, long)}, with records from elsewhere.
     *
     * @param source of the record of an index, from 0
     * @param progress is told after each record how many were read
     */
    public Result run(LongFunction<RecordMutator.Mutated> source, long records, LongConsumer progress) {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("fuzz").factory());
        long read = 0;
        boolean answering = true;
        while (answering && read < records && findings.size() < MAX_FINDINGS) {
            RecordMutator.Mutated record = source.apply(read);
            answering = answered(thread, record, read);
            read++;
            progress.accept(read);
        }
        thread.shutdownNow();
        return new Result(read, accepted.get(), refused.get(), List.copyOf(findings));
    }

    private boolean answered(ExecutorService thread, RecordMutator.Mutated record, long index) {
        Future<List<Finding>> found = thread.submit(() -> read(record, index));
        try {
            findings.addAll(found.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return true;
        } catch (TimeoutException e) {
            findings.add(finding(reading, record, index, "gave no answer within " + PATIENCE_SECONDS + " s"));
        } catch (ExecutionException e) {
            findings.add(finding(reading, record, index, e.getCause().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private List<Finding> read(RecordMutator.Mutated record, long index) {
        List<Finding> found = new ArrayList<>();
        for (RecordReader reader : readers) {
            reading = reader.name();
            try {
                reader.reading().read(record.topic(), record.body());
                accepted.incrementAndGet();
            } catch (RejectedMessageException e) {
                refused.incrementAndGet();
            } catch (Throwable e) { // what a reader must never throw is what is looked for
                found.add(finding(reader.name(), record, index, e.toString()));
            }
        }
        return found;
    }

    private static Finding finding(String reader, RecordMutator.Mutated record, long index, String what) {
        return new Finding(reader, index, record.topic(), record.body(), what);
    }
}
