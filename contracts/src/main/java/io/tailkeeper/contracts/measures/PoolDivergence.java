package io.tailkeeper.contracts.measures;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * How far the token frequencies of all machine-written text of a pool and of held-out human text lie apart: divergences in nats, and a
 * squared distance. The tokens are those of the run's model.
 *
 * <p>The human side is the same in every generation and arm of a run's seed. The machine side grows where the policy keeps text or
 * has it written anew: compare arms at one generation, or generations of equal pools.
 *
 * @param machineTokens of the machine-written texts, prompts not counted
 * @param humanTokens of the held-out human continuations
 * @param klToHuman unigram KL(machine || human); a token that is missing has probability 1e-10 (ForTIFAI, arXiv 2509.08972)
 * @param smoothedKlToHuman unigram KL(machine || human) with 1/2 added to every count on both sides
 * @param smoothedKlFromHuman unigram KL(human || machine) with the same: grows as tails go missing
 * @param squaredDistance {@link SquaredDistance} of both sides; null where an earlier release measured, or a side has one token
 * @param squaredDistanceError its standard error
 * @param collisionProbability probability that two tokens of the machine side are the same, sum of p^2, without bias
 */
public record PoolDivergence(
        long machineTokens,
        long humanTokens,
        double klToHuman,
        double smoothedKlToHuman,
        double smoothedKlFromHuman,
        @Nullable Double squaredDistance,
        @Nullable Double squaredDistanceError,
        @Nullable Double collisionProbability) {

    public PoolDivergence {
        Checks.within("poolDivergence.machineTokens", machineTokens, 1, Checks.LARGEST_EXACT);
        Checks.within("poolDivergence.humanTokens", humanTokens, 1, Checks.LARGEST_EXACT);
        Checks.within("poolDivergence.klToHuman", klToHuman, 0, 1_000);
        Checks.within("poolDivergence.smoothedKlToHuman", smoothedKlToHuman, 0, 1_000);
        Checks.within("poolDivergence.smoothedKlFromHuman", smoothedKlFromHuman, 0, 1_000);
        within("poolDivergence.squaredDistance", squaredDistance, -2, 2);
        within("poolDivergence.squaredDistanceError", squaredDistanceError, 0, 2);
        within("poolDivergence.collisionProbability", collisionProbability, 0, 1);
    }

    /**
     * Of two sides' counts.
     *
     * @param machine of each token how often it comes (V)
     * @param human the same of the human side (V)
     * @throws IllegalArgumentException where the counts differ in length, or a side has no token
     */
    public static PoolDivergence of(long[] machine, long[] human) {
        boolean pairs = FrequencyDivergence.total(machine) > 1 && FrequencyDivergence.total(human) > 1;
        SquaredDistance distance = pairs ? SquaredDistance.of(machine, human) : null;
        return new PoolDivergence(
                FrequencyDivergence.total(machine),
                FrequencyDivergence.total(human),
                FrequencyDivergence.published(machine, human),
                FrequencyDivergence.smoothed(machine, human),
                FrequencyDivergence.smoothed(human, machine),
                distance == null ? null : distance.value(),
                distance == null ? null : distance.standardError(),
                distance == null ? null : SquaredDistance.collisions(machine));
    }

    private static void within(String name, @Nullable Double value, double least, double most) {
        if (value != null) {
            Checks.within(name, value, least, most);
        }
    }
}
