package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.Arrays;

/** Attention of one row in one layer, a position at a time, with the keys and values of those before it. */
final class Attention {

    private final int heads;
    private final int held;
    private final int size;
    private final HeadCache[] keys; // (K), heads of keys and values
    private final HeadCache[] values;
    private final float[] largest; // (H)
    private final float[] sums;

    /** @param capacity positions that it can hold */
    Attention(ModelConfig config, int capacity) {
        heads = config.heads();
        held = heldHeads(config);
        size = config.headSize();
        largest = new float[heads];
        sums = new float[heads];
        keys = new HeadCache[held];
        values = new HeadCache[held];
        Arrays.setAll(keys, _ -> new HeadCache(size, capacity));
        Arrays.setAll(values, _ -> new HeadCache(size, capacity));
    }

    /** Takes over what another row has read; both have read equally many positions. */
    void copy(Attention other, int positions) {
        for (int head = 0; head < held; head++) {
            keys[head].copy(other.keys[head], positions);
            values[head].copy(other.values[head], positions);
        }
    }

    /** Heads of keys and values. */
    private static int heldHeads(ModelConfig config) {
        return switch (config.family()) {
            case Family.Gpt2 _ -> config.heads();
            case Family.Llama llama -> llama.keyValueHeads();
        };
    }

    /** Width of queries, keys and values side by side. */
    static int width(ModelConfig config) {
        return (config.heads() + 2 * heldHeads(config)) * config.headSize();
    }

    /**
     * Takes in a position and attends from it.
     *
     * @param projected queries (H D), keys (K D), values (K D), padded; changed
     * @param position its number, from 0
     * @param scores room for {@code position + 1} numbers, padded, for each head
     * @param mixed (H D), padded, the result
     */
    void attend(float[] projected, int position, float[][] scores, float[] mixed) {
        for (int head = 0; head < held; head++) {
            keys[head].append(projected, (heads + head) * size, position);
            values[head].append(projected, (heads + held + head) * size, position);
        }
        float scale = (float) (1 / Math.sqrt(size));
        for (int i = 0; i < heads * size; i++) {
            projected[i] *= scale;
        }
        int positions = position + 1;
        int sharing = heads / held;
        for (int head = 0; head < heads; head++) { // heads inside of steps: a core goes on with the next head meanwhile
            keys[head / sharing].products(projected, head * size, scores[head], positions);
        }
        for (int head = 0; head < heads; head++) {
            largest[head] = Softmax.largest(scores[head], positions);
        }
        for (int head = 0; head < heads; head++) {
            sums[head] = Softmax.exponentials(scores[head], largest[head], positions);
        }
        for (int head = 0; head < heads; head++) {
            values[head / sharing].weightedSums(scores[head], positions, 1 / sums[head], mixed, head * size);
        }
    }
}
