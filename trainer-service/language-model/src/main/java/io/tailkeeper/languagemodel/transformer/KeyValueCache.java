package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Keys and values of the positions already read, one pair a layer. Memory for all positions is taken once, so that a step
 * writes its own and copies none. Owned by one decoding.
 */
final class KeyValueCache {

    private final NDManager manager;
    private final int capacity;
    private final NDArray[] keys; // (B, K, capacity, D), K heads
    private final NDArray[] values;
    private final int[] lengths;

    /** @param capacity positions that it can hold, prompt and continuation together */
    KeyValueCache(NDManager manager, int layers, int capacity) {
        this.manager = manager;
        this.capacity = capacity;
        keys = new NDArray[layers];
        values = new NDArray[layers];
        lengths = new int[layers];
    }

    /** Positions held; those of a step count once its last layer has added its own. */
    int length() {
        return lengths[lengths.length - 1];
    }

    /**
     * What a layer attends to.
     *
     * @param keys (B, K, S, D)
     * @param values (B, K, S, D)
     */
    record Held(NDArray keys, NDArray values) {}

    /**
     * Adds the next positions of a layer, (B, K, T, D) each, and gives all that it holds then, as views in the manager of
     * {@code addedKeys}.
     */
    Held append(int layer, NDArray addedKeys, NDArray addedValues) {
        Shape shape = addedKeys.getShape();
        int from = lengths[layer];
        int to = from + (int) shape.get(2);
        if (to > capacity) {
            throw new IllegalStateException("a cache of " + capacity + " positions cannot hold " + to);
        }
        if (keys[layer] == null) {
            Shape whole = new Shape(shape.get(0), shape.get(1), capacity, shape.get(3));
            keys[layer] = manager.zeros(whole);
            values[layer] = manager.zeros(whole);
        }
        NDIndex written = new NDIndex().addAllDim(2).addSliceDim(from, to);
        keys[layer].set(written, addedKeys);
        values[layer].set(written, addedValues);
        lengths[layer] = to;
        NDManager scope = addedKeys.getManager();
        NDIndex held = new NDIndex().addAllDim(2).addSliceDim(0, to);
        return new Held(keys[layer].get(scope, held), values[layer].get(scope, held));
    }

    /**
     * Goes on with some of the rows, in this order.
     *
     * @param rows their numbers; one may come several times
     */
    void keep(int[] rows) {
        for (int layer = 0; layer < keys.length; layer++) {
            keys[layer] = kept(keys[layer], rows);
            values[layer] = kept(values[layer], rows);
        }
    }

    private NDArray kept(NDArray held, int[] rows) {
        try (held;
                NDArray numbers =
                        manager.create(Arrays.stream(rows).asLongStream().toArray())) {
            return held.get(manager, new NDIndex("{}", numbers));
        }
    }
}
