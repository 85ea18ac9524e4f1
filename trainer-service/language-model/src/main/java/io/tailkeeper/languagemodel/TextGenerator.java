package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Writes continuations with a key-value cache, a batch at a time. */
public final class TextGenerator {

    private static final int NEVER = -1;

    private TextGenerator() {}

    /**
     * Continues prompts, each by the same number of tokens.
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
        return new Batch(prompts, newTokens, strategy, seeds).write(model, NEVER);
    }

    /**
     * Continues prompts until their texts end. A row that has ended leaves the batch.
     *
     * @param atMost tokens to write after each prompt; the rest as for {@link #write}
     * @param endOfText the token that ends a text
     * @return B rows of at most {@code atMost} tokens each, without the one that ended it
     */
    public static int[][] writeToTheEnd(
            LanguageModel model, int[][] prompts, int atMost, DecodingStrategy strategy, long[] seeds, int endOfText) {
        return new Batch(prompts, atMost, strategy, seeds).write(model, endOfText);
    }

    /** Rows that are being written. Those that have not ended stand first to last in the tensors. */
    private static final class Batch {

        private final int[][] prompts;
        private final int atMost;
        private final DecodingStrategy strategy;
        private final SplittableRandom[] random;
        private final int[][] written;
        private int[] rows;

        Batch(int[][] prompts, int atMost, DecodingStrategy strategy, long[] seeds) {
            requireRectangle(prompts, seeds);
            this.prompts = prompts;
            this.atMost = atMost;
            this.strategy = strategy;
            random = Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
            written = new int[prompts.length][atMost];
            rows = new int[prompts.length];
            Arrays.setAll(rows, row -> row);
        }

        int[][] write(LanguageModel model, int endOfText) {
            try (NDManager decoding = model.manager().newSubManager()) {
                int length = prompts[0].length + atMost - 1; // the last token is written and never read
                KeyValueCache cache = new KeyValueCache(decoding, model.config().layers(), length);
                long[] next = Arrays.stream(prompts)
                        .flatMapToInt(Arrays::stream)
                        .asLongStream()
                        .toArray();
                for (int position = 0; position < atMost && rows.length > 0; position++) {
                    choose(logits(model, decoding, next, cache), position);
                    if (endOfText != NEVER) {
                        leave(position, endOfText, cache);
                    }
                    next = new long[rows.length];
                    for (int i = 0; i < rows.length; i++) {
                        next[i] = written[rows[i]][position];
                    }
                }
            }
            return written;
        }

        private float[] logits(LanguageModel model, NDManager decoding, long[] tokens, KeyValueCache cache) {
            try (NDManager scope = decoding.newSubManager()) {
                NDArray ids = scope.create(tokens, new Shape(rows.length, tokens.length / rows.length));
                return model.lastLogits(ids, cache).toFloatArray();
            }
        }

        private void choose(float[] logits, int position) {
            int vocabulary = logits.length / rows.length;
            for (int i = 0; i < rows.length; i++) {
                float[] own = Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary);
                written[rows[i]][position] = strategy.next(own, random[rows[i]]);
            }
        }

        private void leave(int position, int endOfText, KeyValueCache cache) {
            int[] staying = new int[rows.length];
            int count = 0;
            for (int i = 0; i < rows.length; i++) {
                if (written[rows[i]][position] == endOfText) {
                    written[rows[i]] = Arrays.copyOf(written[rows[i]], position);
                } else {
                    staying[count++] = i;
                }
            }
            if (count == rows.length) {
                return;
            }
            int[] kept = Arrays.copyOf(staying, count);
            if (count > 0) {
                cache.keep(kept);
            }
            rows = Arrays.stream(kept).map(i -> rows[i]).toArray();
        }
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
