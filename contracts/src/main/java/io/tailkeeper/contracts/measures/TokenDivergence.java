package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * How far the token frequencies of a model's own text and of human text lie apart, in nats. The tokens are those of the run's
 * model, equally many a side.
 *
 * @param tokens a side
 * @param klToHuman unigram KL(machine || human); a token that is missing has probability 1e-10
 * @param klFromHuman unigram KL(human || machine); the same
 * @param smoothedKlToHuman unigram KL(machine || human) with 1/2 added to every count on both sides
 * @param smoothedKlFromHuman unigram KL(human || machine) with the same: grows as tails go missing
 * @param jensenShannon Jensen-Shannon divergence, at most ln 2
 */
public record TokenDivergence(
        int tokens,
        double klToHuman,
        double klFromHuman,
        double smoothedKlToHuman,
        double smoothedKlFromHuman,
        double jensenShannon) {

    public TokenDivergence {
        Checks.within("tokenDivergence.tokens", tokens, 1, Integer.MAX_VALUE);
        Checks.within("tokenDivergence.klToHuman", klToHuman, 0, 1_000);
        Checks.within("tokenDivergence.klFromHuman", klFromHuman, 0, 1_000);
        Checks.within("tokenDivergence.smoothedKlToHuman", smoothedKlToHuman, 0, 1_000);
        Checks.within("tokenDivergence.smoothedKlFromHuman", smoothedKlFromHuman, 0, 1_000);
        Checks.within("tokenDivergence.jensenShannon", jensenShannon, 0, TextDivergence.LN_2);
    }
}
