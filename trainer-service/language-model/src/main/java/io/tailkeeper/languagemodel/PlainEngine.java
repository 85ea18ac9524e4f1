package io.tailkeeper.languagemodel;

import ai.djl.Device;

/** Decoding in plain Java, for small models on a CPU. */
public final class PlainEngine implements DecodingEngine {

    /** From this embedding on, the tensor library's matrix products are faster for a batch. */
    private static final int WIDE_FOR_A_BATCH = 128;

    /** And from this one on also for a single row. */
    private static final int WIDE_FOR_A_ROW = 512;

    /** The copy lies in Java's heap, beside those of the other models of a process. */
    private static final long MOST_PARAMETERS = 15_000_000;

    private final Loops loops;

    /** With the fastest loops that this JVM can run. */
    public PlainEngine() {
        this(Loops.best());
    }

    PlainEngine(Loops loops) {
        this.loops = loops;
    }

    @Override
    public boolean suits(ModelConfig config, Device device, int rows) {
        return !device.isGpu()
                && config.parameterCount() <= MOST_PARAMETERS
                && config.embeddingSize() < (rows == 1 ? WIDE_FOR_A_ROW : WIDE_FOR_A_BATCH);
    }

    @Override
    public Decoding open(LanguageModel model) {
        return PlainDecoder.of(model, loops);
    }
}
