package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.Decoding;
import io.tailkeeper.languagemodel.DecodingBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Decoding in the tensor library, all rows at once. */
record TensorDecoding(TransformerModel model) implements Decoding {

    @Override
    public int rowsAtOnce(int rows) {
        return rows;
    }

    @Override
    public DecodingBatch begin(int rows, int capacity) {
        return new Batch(model, capacity);
    }

    private static final class Batch implements DecodingBatch {

        private final TransformerModel model;
        private final NDManager decoding;
        private final KeyValueCache cache;

        Batch(TransformerModel model, int capacity) {
            this.model = model;
            decoding = model.manager().newSubManager();
            cache = new KeyValueCache(decoding, model.config().layers(), capacity);
        }

        @Override
        public float[][] logitsAfter(int[][] next) {
            long[] flat = Arrays.stream(next)
                    .flatMapToInt(Arrays::stream)
                    .asLongStream()
                    .toArray();
            try (NDManager scope = decoding.newSubManager()) {
                NDArray ids = scope.create(flat, new Shape(next.length, next[0].length));
                NDArray logits = model.lastLogits(ids, cache); // (rows, V)
                FloatBuffer values =
                        logits.toByteBuffer(true).asFloatBuffer(); // the tensor's own memory where it can be
                float[][] rows = new float[next.length][(int) logits.getShape().get(1)];
                for (float[] row : rows) {
                    values.get(row);
                }
                return rows;
            }
        }

        @Override
        public void keep(int[] rows) {
            cache.keep(rows);
        }

        @Override
        public void close() {
            decoding.close();
        }
    }
}
