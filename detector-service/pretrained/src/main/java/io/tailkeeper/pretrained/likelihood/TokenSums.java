package io.tailkeeper.pretrained.likelihood;

import io.tailkeeper.detector.labelled.DataException;

/**
 * What two models say of a text, summed over its tokens from the second on, in nats. With q the observer's and p the
 * performer's distribution of a token x given the ones before it:
 *
 * @param tokens summed over
 * @param logLikelihood sum of log p(x)
 * @param expected sum of E_q[log p]: minus the cross entropy of observer and performer
 * @param variance sum of Var_q[log p]
 */
record TokenSums(int tokens, double logLikelihood, double expected, double variance) {

    static final TokenSums NOTHING = new TokenSums(0, 0, 0, 0);

    void requireFinite() {
        if (!Double.isFinite(logLikelihood + expected + variance)) {
            throw new DataException("the language models' probabilities for a text of " + tokens + " tokens are no"
                    + " finite numbers; their weights are too large to compute with: take other models");
        }
    }

    TokenSums plus(TokenSums other) {
        return new TokenSums(
                tokens + other.tokens,
                logLikelihood + other.logLikelihood,
                expected + other.expected,
                variance + other.variance);
    }
}
