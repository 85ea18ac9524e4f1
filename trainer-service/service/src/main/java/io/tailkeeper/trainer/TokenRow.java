package io.tailkeeper.trainer;

import java.util.Arrays;

/**
 * A document as the model reads it: {@code blockTokens} tokens, padded at the end. The loss is on the tokens from
 * {@link #lossFrom()} up to {@link #length()}, each predicted from the tokens before it.
 */
public final class TokenRow {

    private final int[] tokens;
    private final int length;
    private final int lossFrom;

    TokenRow(int[] tokens, int length, int lossFrom) {
        this.tokens = tokens;
        this.length = length;
        this.lossFrom = Math.min(Math.max(1, lossFrom), Math.max(1, length));
    }

    /**
     * The same row with less padding.
     *
     * @param width tokens of the row, at least {@link #length()}
     */
    public TokenRow within(int width) {
        return new TokenRow(Arrays.copyOf(tokens, width), length, lossFrom);
    }

    /** All tokens, padding included. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, tokens.length);
    }

    public int token(int position) {
        return tokens[position];
    }

    /** Tokens that are no padding. */
    public int length() {
        return length;
    }

    /** Position of the first token that carries loss; never the first of all, which nothing predicts. */
    public int lossFrom() {
        return lossFrom;
    }

    /** Whether the token at a position carries loss. */
    public boolean carriesLoss(int position) {
        return position >= lossFrom && position < length;
    }

    /** Number of tokens that carry loss. */
    public int lossTokens() {
        return Math.max(0, length - lossFrom);
    }
}
