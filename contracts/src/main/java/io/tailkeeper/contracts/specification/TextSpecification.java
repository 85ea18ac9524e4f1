package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;

/**
 * How long a document is.
 *
 * @param blockTokens tokens of a whole document, prompt and continuation
 * @param promptTokens tokens of human text in front of the continuation
 */
public record TextSpecification(int blockTokens, int promptTokens) {

    public TextSpecification {
        Checks.within("text.block-tokens", blockTokens, 4, 65_536);
        Checks.within("text.prompt-tokens", promptTokens, 1, blockTokens - 2L);
    }

    /** Tokens of the continuation, the part that is written, scored and learned. */
    public int continuationTokens() {
        return blockTokens - promptTokens;
    }
}
