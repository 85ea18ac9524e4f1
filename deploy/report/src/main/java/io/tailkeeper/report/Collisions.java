package io.tailkeeper.report;

import io.tailkeeper.contracts.measures.PoolDivergence;
import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.measures.generations.CollisionBand;
import io.tailkeeper.measures.generations.TokenDrift;
import io.tailkeeper.report.course.FreshMixture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What collision probability, and what drift of token frequencies, sampling alone explains. */
final class Collisions {

    private Collisions() {}

    /**
     * The band of a generation, had it and all before it learned from machine-written text alone, in as many words as it did: documents
     * drawn times words a document. Empty where generation 0 or this one lacks the figures.
     */
    static Optional<CollisionBand> band(ArmReport run, GenerationReport each) {
        Optional<TextStatistics> first = run.generations().stream()
                .filter(generation -> generation.generation() == 0)
                .findFirst()
                .map(generation -> generation.text().machine());
        TextStatistics machine = each.text().machine();
        if (first.isEmpty() || machine == null) {
            return Optional.empty();
        }
        double trained = each.books().selected() * machine.meanWords();
        return trained < 1
                ? Optional.empty()
                : Optional.of(CollisionBand.of(
                        first.get().collisionProbability(),
                        first.get().collisionStandardError(),
                        each.text().textTokens(),
                        trained,
                        each.generation()));
    }

    /**
     * How much farther the token frequencies of a pool lie from human text than those of the first pool, which generation 0 wrote:
     * squared distances without bias. Drift by sampling is as likely in every direction, so in the mean it adds to the square of what
     * generation 0 could not learn. Empty before generation 1, and where a pool lacks the figures.
     */
    static Optional<Double> drift(ArmReport run, GenerationReport each) {
        return distance(each.training().poolDivergence())
                .flatMap(own -> first(run).flatMap(Collisions::distance).map(first -> own - first));
    }

    /** What {@link TokenDrift} expects of it; empty too where a pool is not learned whole, or theory does not speak of it. */
    static Optional<Double> expectedDrift(ArmReport run, GenerationReport each) {
        PoolDivergence own = each.training().poolDivergence();
        DataSpecification data = run.specification().data();
        if (own == null
                || run.specification().selection().method() != SelectionSpecification.Method.NONE
                || !FreshMixture.isLearned(run.specification())) {
            return Optional.empty();
        }
        double human = data.humanDocuments(each.generation());
        double machine = data.pooledDocuments(each.generation()) - human;
        double tokens = own.machineTokens();
        return first(run)
                .map(PoolDivergence::collisionProbability)
                .filter(collision -> collision <= 1 && machine > 0)
                .map(collision ->
                        TokenDrift.expected(collision, tokens, tokens * human / machine, each.generation() - 1));
    }

    private static Optional<PoolDivergence> first(ArmReport run) {
        return run.find(1).map(each -> each.training().poolDivergence());
    }

    private static Optional<Double> distance(@Nullable PoolDivergence pool) {
        return Optional.ofNullable(pool).map(PoolDivergence::squaredDistance);
    }
}
