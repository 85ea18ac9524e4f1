package io.tailkeeper.plaindecoder;

/**
 * One block of a decoder.
 *
 * @param projection queries, keys and values side by side
 * @param output of the attention, back into the residual stream
 */
record Layer(Norm attentionNorm, Matrix projection, Matrix output, Norm feedForwardNorm, FeedForward feedForward) {

    /**
     * The feed-forward block.
     *
     * @param activation what happens to the numbers between the two matrices; they shrink to what {@code down} takes
     */
    record FeedForward(Matrix up, Activation activation, Matrix down) {}

    /** Changes a row in place. */
    interface Activation {
        void apply(float[] wide);
    }
}
