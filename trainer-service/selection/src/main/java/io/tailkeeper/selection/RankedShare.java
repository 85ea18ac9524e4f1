package io.tailkeeper.selection;

import io.tailkeeper.contracts.specification.SelectionSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Keeps a share of a pool by rank: round(|pool| keepShare) documents, at least one, after the first round(|pool| leaveOut) are
 * left out. Equal scores are in an order of their own that the seed decides.
 */
final class RankedShare {

    private record Ranked(Candidate candidate, double score, double tie) {}

    private RankedShare() {}

    /**
     * The documents that are kept, in the order of the pool.
     *
     * @param pool in order of sample id
     * @param score of a candidate, larger first
     * @param tie decides between equal scores, larger first
     * @throws IllegalArgumentException when a score is not a number
     */
    static List<Candidate> of(
            List<Candidate> pool,
            SelectionSpecification specification,
            ToDoubleFunction<Candidate> score,
            ToDoubleFunction<Candidate> tie) {
        List<Ranked> ranked = new ArrayList<>();
        for (Candidate candidate : pool) {
            double value = score.applyAsDouble(candidate);
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("selection: sample " + candidate.sampleId() + " has no score, which "
                        + specification.method() + " ranks by");
            }
            ranked.add(new Ranked(candidate, value, tie.applyAsDouble(candidate)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score)
                .thenComparingDouble(Ranked::tie)
                .reversed());
        int first = Math.toIntExact(Math.round(specification.leaveOutOrDefault() * pool.size()));
        int kept = Math.max(1, Math.toIntExact(Math.round(specification.keepShareOrDefault() * pool.size())));
        int from = Math.min(first, pool.size() - kept);
        return ranked.subList(from, from + kept).stream()
                .map(Ranked::candidate)
                .sorted(Comparator.comparing(Candidate::sampleId))
                .toList();
    }
}
