package io.tailkeeper.report;

import io.tailkeeper.contracts.measures.TextStatistics;
import io.tailkeeper.measures.generations.CollisionBand;
import java.util.Optional;

/** What collision probability sampling alone explains. */
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
}
