package io.tailkeeper.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Token editing, ToEdit (arXiv 2412.14689): a token of a text that a model gives more than {@code probability} after the tokens
 * before it is drawn again from the model's {@code top} most probable ones, by softmax(log p / beta). All probabilities are those of
 * the text as it came, in one forward pass; an edit does not change what later tokens are judged by.
 *
 * @param probability tokens above it are drawn again, 0 to 1
 * @param beta divisor of the log-probabilities, more than 0
 * @param top n, at least 1
 */
public record TokenEditing(double probability, double beta, int top) {

    /** Logits of a pass: 64 MB. */
    private static final long LOGITS_AT_ONCE = 1 << 24;

    public TokenEditing {
        if (!(beta > 0) || top < 1) {
            throw new IllegalArgumentException(
                    "beta of token editing must be more than 0 and top at least 1, but they are " + beta + " and "
                            + top);
        }
    }

    /**
     * What came of a text.
     *
     * @param tokens (N) after the prompt
     * @param edited how many were drawn again
     */
    @SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
    public record Edited(int[] tokens, int edited) {}

    /**
     * Edits texts after their prompts.
     *
     * @param texts (B, T) tokens, at most the context
     * @param promptTokens P, tokens at the beginning of each that stay as they are, at least 1
     * @param seeds (B); a row's draws depend on nothing else
     * @return (B), of T - P tokens each
     * @throws IllegalArgumentException when a logit is not a number
     */
    public Edited[] edit(LanguageModel model, int[][] texts, int promptTokens, long[] seeds) {
        int length = texts[0].length;
        long logits = (long) (length - promptTokens) * model.config().vocabularySize();
        int rows = Math.clamp(LOGITS_AT_ONCE / logits, 1, texts.length);
        Edited[] edited = new Edited[texts.length];
        for (int from = 0; from < texts.length; from += rows) {
            int to = Math.min(texts.length, from + rows);
            float[][][] judged = logits(model, Arrays.copyOfRange(texts, from, to), promptTokens);
            for (int row = from; row < to; row++) {
                int[] written = Arrays.copyOfRange(texts[row], promptTokens, length);
                edited[row] = edit(written, judged[row - from], new SplittableRandom(seeds[row]));
            }
        }
        return edited;
    }

    /** Of the tokens after the prompts: (rows, T - P, V). */
    private static float[][][] logits(LanguageModel model, int[][] texts, int promptTokens) {
        int read = texts[0].length - 1; // nothing follows the last token
        long[] flat = Arrays.stream(texts)
                .flatMapToInt(text -> Arrays.stream(text, 0, read))
                .asLongStream()
                .toArray();
        try (NDManager scope = model.manager().newSubManager()) {
            NDArray logits = model.logits(scope.create(flat, new Shape(texts.length, read)), promptTokens - 1);
            int vocabulary = (int) logits.getShape().get(2);
            float[] values = logits.toFloatArray();
            float[][][] rows = new float[texts.length][read + 1 - promptTokens][];
            int place = 0;
            for (float[][] row : rows) {
                for (int t = 0; t < row.length; t++) {
                    row[t] = Arrays.copyOfRange(values, place, place += vocabulary);
                }
            }
            return rows;
        }
    }

    private Edited edit(int[] tokens, float[][] logits, SplittableRandom random) {
        int edited = 0;
        for (int t = 0; t < tokens.length; t++) {
            if (isConfident(logits[t], tokens[t])) {
                tokens[t] = Candidates.best(logits[t], top).draw(beta, random);
                edited++;
            }
        }
        return new Edited(tokens, edited);
    }

    /** Whether the softmax of a token is more than the threshold; stops as soon as it cannot be. */
    private boolean isConfident(float[] logits, int token) {
        if (Float.isNaN(logits[token])) {
            throw Candidates.notANumber();
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp(logit - (double) logits[token]);
            if (!(1 / sum > probability)) {
                return false;
            }
        }
        return true;
    }
}
