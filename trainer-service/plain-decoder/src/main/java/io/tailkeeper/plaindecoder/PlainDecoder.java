package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.Decoding;
import io.tailkeeper.languagemodel.DecodingBatch;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.ModelDevice;

/**
 * A decoder in plain Java, for writing on a CPU with models so small that a tensor library spends its time between the
 * operations. A copy of the weights as they were; unmodifiable, for any thread.
 *
 * <p>What a row gets depends on no other row, on no number of threads and on no library: equal weights, prompts and seeds
 * give equal text.
 */
record PlainDecoder(ModelConfig config, Architecture architecture) implements Decoding {

    private static final int ROWS_AT_ONCE = 16; // what they remember stays near a core

    static PlainDecoder of(LanguageModel model) {
        return new PlainDecoder(model.config(), Architecture.of(model));
    }

    /** Enough parts for every thread; pairs of rows stay together. */
    @Override
    public int rowsAtOnce(int rows) {
        int threads = ModelDevice.threads();
        int share = Math.min(ROWS_AT_ONCE, (rows + threads - 1) / threads);
        return share + share % 2;
    }

    @Override
    public DecodingBatch begin(int rows, int capacity) {
        if (capacity > config.contextLength()) {
            throw new IllegalArgumentException("a text of " + capacity
                    + " tokens does not fit into the model's context of " + config.contextLength());
        }
        Rotation rotation = architecture.rotation();
        if (rotation != null) {
            rotation.reach(capacity);
        }
        return new PlainBatch(config, architecture, rows, capacity);
    }
}
