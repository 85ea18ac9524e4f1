package io.tailkeeper.selection;

import io.tailkeeper.contracts.specification.CurationReward;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Preference curation (Ferbach et al., arXiv 2407.09499): of K candidates one is kept, candidate k with probability
 * {@code exp(gamma r_k) / sum_j exp(gamma r_j)}, drawn as the largest {@code gamma r + Gumbel noise}.
 *
 * <p>The paper's candidates are all written by the model. A pool does not say who wrote what, so candidates are groups of the whole pool
 * (ours): a shuffled pool is dealt out to round(|pool| / K) groups, at least one. That is as many documents as a share of 1 / K by chance.
 */
final class Curation {

    private final SelectionSpecification specification;
    private final ToDoubleFunction<Candidate> place;
    private final ToDoubleFunction<Candidate> noise;

    /**
     * A curation.
     *
     * @param place of a candidate in the shuffled pool, smaller first
     * @param noise standard Gumbel
     */
    Curation(
            SelectionSpecification specification,
            ToDoubleFunction<Candidate> place,
            ToDoubleFunction<Candidate> noise) {
        this.specification = specification;
        this.place = place;
        this.noise = noise;
    }

    /**
     * The documents that are kept, in order of sample id.
     *
     * @param pool in order of sample id
     * @throws IllegalArgumentException when a sample has no reward
     */
    List<Candidate> of(List<Candidate> pool) {
        int groups =
                Math.toIntExact(Math.max(1, Math.round(pool.size() / (double) specification.candidatesOrDefault())));
        List<Candidate> shuffled =
                pool.stream().sorted(Comparator.comparingDouble(place)).toList();
        List<Candidate> kept = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            Candidate best = shuffled.get(group);
            double key = key(best);
            for (int i = group + groups; i < shuffled.size(); i += groups) {
                double other = key(shuffled.get(i));
                if (other > key) {
                    best = shuffled.get(i);
                    key = other;
                }
            }
            kept.add(best);
        }
        kept.sort(Comparator.comparing(Candidate::sampleId));
        return kept;
    }

    private double key(Candidate candidate) {
        double reward = specification.rewardOrDefault() == CurationReward.DETECTOR
                ? 1 - candidate.syntheticProbability()
                : candidate.score();
        if (Double.isNaN(reward)) {
            throw new IllegalArgumentException(
                    "selection: sample " + candidate.sampleId() + " has no reward, which CURATION draws by");
        }
        return specification.gammaOrDefault() * reward + noise.applyAsDouble(candidate);
    }
}
