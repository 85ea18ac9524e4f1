package io.tailkeeper.languagemodel;

/** Rows of tokens that have all read equally many, with the keys and values of those. Used by one thread. */
public interface DecodingBatch extends AutoCloseable {

    /**
     * Lets each row read its next tokens.
     *
     * @param next (rows, N) tokens, N at least 1
     * @return logits of the token that follows, (rows, V), the caller's own
     * @throws IllegalArgumentException when they do not fit into the model's context
     */
    float[][] logitsAfter(int[][] next);

    /**
     * Goes on with some of the rows: what was row {@code rows[i]} is row i then.
     *
     * @param rows their numbers in any order, the same one several times where its text goes on in several ways; at most as many as were
     *     begun
     */
    void keep(int[] rows);

    @Override
    void close();
}
