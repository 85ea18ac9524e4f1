package io.tailkeeper.trainer;

import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.TextSpecification;
import io.tailkeeper.languagemodel.Tokenizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Turns documents into rows of {@code blockTokens} tokens: those of the prompt, then those of the text, each encoded for
 * itself so that the border between them is the same as when the text was written.
 *
 * <p>What is too long is cut: the text at its end, to {@code continuationTokens} or to the room that the prompt leaves,
 * whichever is more; then the prompt at its beginning, so that its end stays beside the text. What is too short is
 * padded with end-of-text, which carries no loss. Safe for use by several threads.
 */
public final class TokenRows {

    private final Tokenizer tokenizer;
    private final TextSpecification text;

    public TokenRows(Tokenizer tokenizer, TextSpecification text) {
        this.tokenizer = tokenizer;
        this.text = text;
    }

    /** The row of a sample. Where the loss begins inside prompt or text, that is encoded in two parts, split there. */
    public TokenRow of(WeightedSample sample) {
        String prompt = sample.prompt();
        int from = sample.lossFrom();
        int[] before;
        int[] context;
        int[] continuation;
        if (from <= prompt.length()) {
            before = tokenizer.encode(prompt.substring(0, from));
            context = concatenated(before, tokenizer.encode(prompt.substring(from)));
            continuation = tokenizer.encode(sample.text());
        } else {
            int inText = from - prompt.length();
            context = tokenizer.encode(prompt);
            int[] free = tokenizer.encode(sample.text().substring(0, inText));
            before = concatenated(context, free);
            continuation = concatenated(free, tokenizer.encode(sample.text().substring(inText)));
        }
        return row(context, continuation, before.length);
    }

    /** The row of a held-out document: the loss on the continuation. */
    public TokenRow of(String prompt, String continuation) {
        int[] context = tokenizer.encode(prompt);
        return row(context, tokenizer.encode(continuation), context.length);
    }

    private TokenRow row(int[] context, int[] continuation, int lossFrom) {
        int block = text.blockTokens();
        int kept = Math.min(continuation.length, Math.max(text.continuationTokens(), block - context.length));
        int dropped = Math.max(0, context.length + kept - block);
        int length = context.length - dropped + kept;
        int[] tokens = new int[block];
        Arrays.fill(tokens, tokenizer.endOfText());
        System.arraycopy(context, dropped, tokens, 0, context.length - dropped);
        System.arraycopy(continuation, 0, tokens, context.length - dropped, kept);
        return new TokenRow(tokens, length, lossFrom - dropped);
    }

    private static int[] concatenated(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
