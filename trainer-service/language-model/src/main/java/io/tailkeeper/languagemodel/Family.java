package io.tailkeeper.languagemodel;

/** What a decoder family has beyond the sizes that all share. */
public sealed interface Family {

    /** The curve inside GPT-2's feed-forward block. */
    enum Gelu {
        /** x Phi(x). */
        EXACT,
        /** Its approximation by a hyperbolic tangent, which OpenAI's GPT-2 was trained with. */
        TANH
    }

    /**
     * GPT-2: learned positions, LayerNorm before attention and feed-forward, head tied to the token embedding (Radford et
     * al., 2019).
     *
     * @param normEpsilon what LayerNorm adds to the variance
     */
    record Gpt2(Gelu gelu, double normEpsilon) implements Family {

        /** What Tailkeeper's own checkpoints hold. */
        public static final Gpt2 DEFAULT = new Gpt2(Gelu.EXACT, 1e-5);

        public Gpt2 {
            requirePositive("normEpsilon", normEpsilon);
        }
    }

    /**
     * Llama: rotary positions, RMSNorm before attention and feed-forward, SwiGLU, no biases; several heads may share keys
     * and values (Touvron et al., 2023; Ainslie et al., 2023).
     *
     * @param keyValueHeads heads of keys and values, a divisor of the model's heads: as many are multi-head attention, 1
     *     is multi-query attention
     * @param headSize width of one head, even
     * @param feedForwardSize width inside the feed-forward block
     * @param rotaryBase theta: component pair i of a head is rotated by position x theta^(-2i / headSize)
     * @param normEpsilon what RMSNorm adds to the mean square
     * @param tiedHead whether the head is the token embedding
     */
    record Llama(
            int keyValueHeads,
            int headSize,
            int feedForwardSize,
            double rotaryBase,
            double normEpsilon,
            boolean tiedHead)
            implements Family {

        public Llama {
            requirePositive("keyValueHeads", keyValueHeads);
            requirePositive("headSize", headSize);
            requirePositive("feedForwardSize", feedForwardSize);
            requirePositive("rotaryBase", rotaryBase);
            requirePositive("normEpsilon", normEpsilon);
            if (headSize % 2 != 0) {
                throw new IllegalArgumentException("a head of " + headSize
                        + " components cannot be rotated pair by pair; choose an even headSize");
            }
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " of a model must be more than 0, but is " + value);
        }
    }
}
