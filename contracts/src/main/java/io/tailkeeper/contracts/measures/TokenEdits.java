package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * What token editing did to human text (ToEdit, arXiv 2412.14689).
 *
 * @param tokens of the text, those of prompts not counted, for they are never edited
 * @param edited tokens that were drawn again
 * @param changed of those, the ones that came out as another token
 */
public record TokenEdits(long tokens, long edited, long changed) {

    public TokenEdits {
        Checks.within("edits.tokens", tokens, 1, Checks.LARGEST_EXACT);
        Checks.within("edits.edited", edited, 0, tokens);
        Checks.within("edits.changed", changed, 0, edited);
    }

    /** Of both texts. */
    public TokenEdits plus(TokenEdits other) {
        return new TokenEdits(tokens + other.tokens, edited + other.edited, changed + other.changed);
    }

    /** Edited tokens as a share of all, 0 to 1. */
    public double editedShare() {
        return (double) edited / tokens;
    }

    /** Changed tokens as a share of all, 0 to 1. */
    public double changedShare() {
        return (double) changed / tokens;
    }
}
