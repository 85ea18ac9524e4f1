package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

/**
 * Tokens that carried loss, by who wrote them; copies and epochs counted each time.
 *
 * @param human tokens of human text
 * @param synthetic tokens of machine-written text
 */
public record TokensTrained(long human, long synthetic) {

    public TokensTrained {
        Checks.within("tokensTrained.human", human, 0, Checks.LARGEST_EXACT);
        Checks.within("tokensTrained.synthetic", synthetic, 0, Checks.LARGEST_EXACT);
    }
}
