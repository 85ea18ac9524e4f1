package io.tailkeeper.languagemodel;

/**
 * Attention of one row in one layer, a position at a time, with the keys and values of those before it. Numbers of equal
 * component lie side by side, so that a query meets all positions in one loop.
 */
final class PlainAttention {

    private final ModelConfig config;
    private final int held;
    private final int size;
    private final float[][][] keys; // (K, D, capacity), K heads of keys and values
    private final float[][][] values;
    private final float[] largest; // (H)
    private final float[] sums;

    /** @param capacity positions that it can hold */
    PlainAttention(ModelConfig config, int capacity) {
        this.config = config;
        held = heldHeads(config);
        size = config.headSize();
        largest = new float[config.heads()];
        sums = new float[config.heads()];
        keys = new float[held][Loops.inEights(size)][Loops.padded(capacity)];
        values = new float[held][Loops.inEights(size)][Loops.padded(capacity)];
    }

    /** Heads of keys and values. */
    static int heldHeads(ModelConfig config) {
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
     * Takes in a position and looks from it.
     *
     * @param projected queries (H D), keys (K D), values (K D), padded; changed
     * @param position its number, from 0
     * @param scores room for {@code position + 1} numbers, padded, for each head
     * @param mixed (H D), padded, the result
     */
    void look(Loops loops, float[] projected, int position, float[][] scores, float[] mixed) {
        int heads = config.heads();
        append(keys, projected, heads * size, position);
        append(values, projected, (heads + held) * size, position);
        float scale = (float) (1 / Math.sqrt(size));
        for (int i = 0; i < heads * size; i++) {
            projected[i] *= scale;
        }
        int positions = position + 1;
        int sharing = heads / held;
        for (int shared = 0; shared < held; shared++) {
            loops.scores(projected, shared * sharing, sharing, keys[shared], size, scores, positions);
        }
        for (int head = 0; head < heads; head++) { // heads inside of steps: a core goes on with the next head meanwhile
            largest[head] = loops.largest(scores[head], positions);
        }
        for (int head = 0; head < heads; head++) {
            sums[head] = loops.exponentials(scores[head], largest[head], positions);
        }
        for (int head = 0; head < heads; head++) {
            loops.weightedSums(scores[head], positions, values[head / sharing], 1 / sums[head], mixed, head * size);
        }
    }

    private void append(float[][][] all, float[] projected, int from, int position) {
        for (int head = 0; head < held; head++) {
            for (int d = 0; d < size; d++) {
                all[head][d][position] = projected[from + head * size + d];
            }
        }
    }
}
