package io.tailkeeper.plaindecoder;

import ai.djl.Device;
import io.tailkeeper.languagemodel.Decoding;
import io.tailkeeper.languagemodel.DecodingEngine;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;

/**
 * Decoding in plain Java and the JDK's vectors, for small models on a CPU. It suits no model in a JVM that was started
 * without {@code --add-modules jdk.incubator.vector}.
 */
public final class PlainEngine implements DecodingEngine {

    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /** From this embedding on, the tensor library's matrix products are faster for a batch. */
    private static final int WIDE_FOR_A_BATCH = 128;

    /** And from this one on also for a single row. */
    private static final int WIDE_FOR_A_ROW = 512;

    /** The copy lies in Java's heap, beside those of the other models of a process. */
    private static final long MAX_PARAMETERS = 15_000_000;

    @Override
    public boolean suits(ModelConfig config, Device device, int rows) {
        return VECTORS
                && !device.isGpu()
                && config.parameterCount() <= MAX_PARAMETERS
                && config.embeddingSize() < (rows == 1 ? WIDE_FOR_A_ROW : WIDE_FOR_A_BATCH);
    }

    @Override
    public Decoding open(LanguageModel model) {
        return PlainDecoder.of(model);
    }
}
