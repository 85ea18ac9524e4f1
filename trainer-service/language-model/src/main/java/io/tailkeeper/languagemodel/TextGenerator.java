package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Writes continuations with a key-value cache, a batch at a time. */
public final class TextGenerator {

    private TextGenerator() {}

    /**
     * Continues prompts.
     *
     * @param prompts (B, P) tokens, all of one length
     * @param newTokens tokens to write after each prompt
     * @param seeds one a row; a row's choices depend on nothing else but the batch's logits. On a device and thread count
     *     an equal batch gives equal text
     * @return (B, newTokens) the written tokens
     * @throws IllegalArgumentException when prompts are missing, of different lengths, or too long for the context
     */
    public static int[][] write(
            LanguageModel model, int[][] prompts, int newTokens, DecodingStrategy strategy, long[] seeds) {
        requireRectangle(prompts, seeds);
        int rows = prompts.length;
        SplittableRandom[] random =
                Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
        int[][] written = new int[rows][newTokens];
        try (NDManager decoding = model.manager().newSubManager()) {
            int length = prompts[0].length + newTokens - 1; // the last token is written and never read
            KeyValueCache cache = new KeyValueCache(decoding, model.config().layers(), length);
            int[][] next = prompts;
            for (int position = 0; position < newTokens; position++) {
                float[] logits = step(model, decoding, next, cache);
                int vocabulary = logits.length / rows;
                next = new int[rows][1];
                for (int row = 0; row < rows; row++) {
                    float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
                    next[row][0] = strategy.next(own, random[row]);
                    written[row][position] = next[row][0];
                }
            }
        }
        return written;
    }

    private static float[] step(LanguageModel model, NDManager decoding, int[][] tokens, KeyValueCache cache) {
        try (NDManager scope = decoding.newSubManager()) {
            NDArray ids = scope.create(flatten(tokens), new Shape(tokens.length, tokens[0].length));
            return model.lastLogits(ids, cache).toFloatArray();
        }
    }

    private static long[] flatten(int[][] tokens) {
        return Arrays.stream(tokens).flatMapToInt(Arrays::stream).asLongStream().toArray();
    }

    private static void requireRectangle(int[][] prompts, long[] seeds) {
        if (prompts.length == 0 || prompts[0].length == 0) {
            throw new IllegalArgumentException("a prompt of at least one token is needed to continue from");
        }
        if (seeds.length != prompts.length) {
            throw new IllegalArgumentException(prompts.length + " prompts but " + seeds.length + " seeds");
        }
        for (int[] prompt : prompts) {
            if (prompt.length != prompts[0].length) {
                throw new IllegalArgumentException("the prompts of a batch must have one length, but there are some of "
                        + prompts[0].length + " and of " + prompt.length + " tokens");
            }
        }
    }
}
