package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;

/**
 * How many pairs of a true and a false sentence a model judges rightly: the sentence whose tokens have the higher mean
 * log-probability after the context wins (arXiv 2509.04796). Chance is 0.5.
 *
 * @param items pairs judged
 * @param accuracy share judged rightly; a tie counts half
 * @param low lower end of its 95 % percentile bootstrap interval over items
 * @param high upper end
 */
public record KnowledgeRetention(int items, double accuracy, double low, double high) {

    /** Standard errors from the middle of a 95 % interval to its end. */
    private static final double NORMAL = 1.96;

    public KnowledgeRetention {
        Checks.within("knowledge.items", items, 1, Integer.MAX_VALUE);
        Checks.within("knowledge.accuracy", accuracy, 0, 1);
        Checks.within("knowledge.low", low, 0, 1);
        Checks.within("knowledge.high", high, 0, 1);
    }

    /** Standard error of the accuracy, by the width of the interval. */
    public double standardError() {
        return Math.abs(high - low) / (2 * NORMAL);
    }
}
