package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.Selection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The probabilities that a detector gave a pool, before and after the run's selection with them. Samples are counted in
 * {@value DetectorFigures#BINS} bins of equal width, certainty in the last.
 *
 * @param human samples that a human wrote
 * @param machine samples that a model wrote
 * @param unknown samples whose writer nobody says
 * @param kept samples that the selection took at least once; null where the run's selection asks no detector, or fails
 * @param meanBefore mean probability of the pool
 * @param meanAfter the same of what was selected, by weight; null as {@code kept}
 */
public record PoolScores(
        List<Long> human,
        List<Long> machine,
        List<Long> unknown,
        @Nullable List<Long> kept,
        double meanBefore,
        @Nullable Double meanAfter) {

    /** Of a pool of at least one sample, in the order of their ids. */
    static PoolScores of(List<Candidate> pool, @Nullable Selection selection) {
        return new PoolScores(
                counts(pool, candidate -> candidate.source() == Source.HUMAN),
                counts(pool, candidate -> candidate.source() == Source.SYNTHETIC),
                counts(pool, candidate -> candidate.source() == Source.UNKNOWN),
                selection == null ? null : kept(pool, selection),
                pool.stream()
                        .mapToDouble(Candidate::syntheticProbability)
                        .average()
                        .orElseThrow(),
                selection == null ? null : mean(selection));
    }

    /** How many samples stand in each bin. */
    static List<Long> counts(List<Candidate> pool, Predicate<Candidate> wanted) {
        long[] counts = new long[DetectorFigures.BINS];
        for (Candidate candidate : pool) {
            if (wanted.test(candidate)) {
                int bin = (int) (candidate.syntheticProbability() * DetectorFigures.BINS);
                counts[Math.min(DetectorFigures.BINS - 1, bin)]++;
            }
        }
        return Arrays.stream(counts).boxed().toList();
    }

    private static List<Long> kept(List<Candidate> pool, Selection selection) {
        Set<String> ids = new HashSet<>();
        selection.documents().forEach(document -> ids.add(document.candidate().sampleId()));
        return counts(pool, candidate -> ids.contains(candidate.sampleId()));
    }

    private static double mean(Selection selection) {
        double weights = 0;
        double sum = 0;
        for (Selection.Document document : selection.documents()) {
            weights += document.weight();
            sum += document.weight() * document.candidate().syntheticProbability();
        }
        return sum / weights;
    }
}
