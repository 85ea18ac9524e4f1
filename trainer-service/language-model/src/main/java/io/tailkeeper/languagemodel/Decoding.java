package io.tailkeeper.languagemodel;

/**
 * A model as one engine decodes with it. For any thread, as long as the model is open and its weights stay as they were
 * when this was made.
 */
public interface Decoding {

    /**
     * How many rows one thread decodes side by side.
     *
     * @param rows all that are to be decoded, at least 1
     * @return at least 1; {@code rows} where the engine spreads its work over threads itself
     */
    int rowsAtOnce(int rows);

    /**
     * Begins rows that are decoded side by side.
     *
     * @param rows how many
     * @param capacity positions that each will read at most
     * @return to be closed by the caller
     * @throws IllegalArgumentException when they do not fit into the model's context
     */
    DecodingBatch begin(int rows, int capacity);
}
