package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * How far the word frequencies of two texts of equal length lie apart, in nats. 0 for equal frequencies; two samples of one
 * source have more, the less text there is.
 *
 * @param jensenShannon Jensen-Shannon divergence, at most ln 2
 * @param smoothedKlToHuman unigram KL(machine || human) with 1/2 added to every count on both sides
 * @param smoothedKlFromHuman unigram KL(human || machine) with the same: grows as tails go missing
 */
public record TextDivergence(double jensenShannon, double smoothedKlToHuman, double smoothedKlFromHuman) {

    static final double LN_2 = 0.6931471805599453;

    public TextDivergence {
        Checks.within("divergence.jensenShannon", jensenShannon, 0, LN_2);
        Checks.within("divergence.smoothedKlToHuman", smoothedKlToHuman, 0, 1_000);
        Checks.within("divergence.smoothedKlFromHuman", smoothedKlFromHuman, 0, 1_000);
    }
}
