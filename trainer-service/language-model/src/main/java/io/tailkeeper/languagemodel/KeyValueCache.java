package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Keys and values of the positions already read, one pair a layer, each (B, K, T, D) of K heads. Owned by one decoding. */
final class KeyValueCache {

    private final NDManager manager;
    private final NDArray[] keys;
    private final NDArray[] values;

    KeyValueCache(NDManager manager, int layers) {
        this.manager = manager;
        this.keys = new NDArray[layers];
        this.values = new NDArray[layers];
    }

    /** Positions held. */
    int length() {
        return keys[0] == null ? 0 : (int) keys[0].getShape().get(2);
    }

    /** All keys of a layer once {@code added} (B, K, T, D) follow. */
    NDArray appendKeys(int layer, NDArray added) {
        keys[layer] = append(keys[layer], added);
        return keys[layer];
    }

    /** All values of a layer once {@code added} (B, K, T, D) follow. */
    NDArray appendValues(int layer, NDArray added) {
        values[layer] = append(values[layer], added);
        return values[layer];
    }

    private NDArray append(NDArray held, NDArray added) {
        if (held == null) {
            NDArray copy = added.duplicate();
            copy.attach(manager);
            return copy;
        }
        NDArray both = held.concat(added, 2);
        both.attach(manager);
        held.close();
        return both;
    }
}
