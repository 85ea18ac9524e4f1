package io.tailkeeper.generator.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.specification.DecodingSpecification;
import io.tailkeeper.contracts.specification.EditSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.generator.Writer;

/** Counts what another writer writes, and how long it takes. */
public final class MeasuredWriter implements Writer {

    private final Writer writer;
    private final Counter tokens;
    private final Counter busySeconds;

    public MeasuredWriter(Writer writer, MeterRegistry meters) {
        this.writer = writer;
        this.tokens = meters.counter("tailkeeper.generator.tokens");
        this.busySeconds = meters.counter("tailkeeper.generator.busy.seconds");
    }

    @Override
    public Edited[] edit(
            CheckpointReference checkpoint, int[][] texts, int promptTokens, EditSpecification edit, long[] seeds) {
        long start = System.nanoTime();
        Edited[] edited = writer.edit(checkpoint, texts, promptTokens, edit, seeds);
        busySeconds.increment((System.nanoTime() - start) * 1e-9);
        return edited;
    }

    @Override
    public CheckpointReference foreign(RunSpecification run, String model, int generation) {
        return writer.foreign(run, model, generation);
    }

    @Override
    public Written write(
            CheckpointReference checkpoint,
            int[][] prompts,
            int newTokens,
            DecodingSpecification decoding,
            long[] seeds,
            boolean probabilities) {
        long start = System.nanoTime();
        Written written = writer.write(checkpoint, prompts, newTokens, decoding, seeds, probabilities);
        busySeconds.increment((System.nanoTime() - start) * 1e-9);
        tokens.increment((double) written.tokens().length * newTokens);
        return written;
    }
}
