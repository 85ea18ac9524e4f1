package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.selection.Candidate;
import io.tailkeeper.selection.ImportanceResampler;
import io.tailkeeper.selection.NothingHasWeightException;
import io.tailkeeper.selection.Selection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the figures of one detector in one generation; equal values give equal figures.
 *
 * @param run the run
 * @param generation the generation
 * @param pool what it said of the pool, by sample id
 * @param deciding what the deciding detector said, by sample id; null when it is that one
 */
record DetectorComparison(RunRequested run, int generation, List<Candidate> pool, @Nullable List<Candidate> deciding) {

    DetectorFigures compare() {
        Draw own = draw();
        return new DetectorFigures(
                PoolQuality.of(pool),
                deciding == null || !sameSamples(deciding)
                        ? null
                        : Agreement.of(probabilities(deciding), probabilities(pool)),
                own == null ? null : wouldSelect(own),
                PoolScores.counts(pool, _ -> true),
                PoolScores.of(pool, own == null ? null : own.selection()));
    }

    /** What the run's selection draws with it, or why it draws nothing. */
    private record Draw(@Nullable Selection selection, @Nullable String failure) {}

    /** Null when the run's selection asks no detector. */
    private @Nullable Draw draw() {
        if (!run.specification().selection().readsScores()) {
            return null;
        }
        try {
            return new Draw(ImportanceResampler.of(run, generation).select(pool), null);
        } catch (NothingHasWeightException e) {
            return new Draw(null, e.getMessage());
        }
    }

    private boolean sameSamples(List<Candidate> others) {
        return pool.stream()
                .map(Candidate::sampleId)
                .toList()
                .equals(others.stream().map(Candidate::sampleId).toList());
    }

    private static double[] probabilities(List<Candidate> pool) {
        return pool.stream().mapToDouble(Candidate::syntheticProbability).toArray();
    }

    private WouldSelect wouldSelect(Draw draw) {
        Selection own = draw.selection();
        if (own == null) {
            return new WouldSelect(null, null, null, draw.failure());
        }
        if (deciding == null) {
            return new WouldSelect(own.summary(pool, 0), null, null, null);
        }
        try {
            return beside(own, weights(ImportanceResampler.of(run, generation).select(deciding)));
        } catch (NothingHasWeightException e) {
            return new WouldSelect(own.summary(pool, 0), null, null, null);
        }
    }

    private WouldSelect beside(Selection own, Map<String, Double> decided) {
        Map<String, Double> weights = weights(own);
        double all = 0;
        double shared = 0;
        int documents = 0;
        for (Map.Entry<String, Double> each : decided.entrySet()) {
            Double weight = weights.get(each.getKey());
            all += each.getValue();
            shared += weight == null ? 0 : Math.min(weight, each.getValue());
            documents += weight == null ? 0 : 1;
        }
        return new WouldSelect(own.summary(pool, 0), shared / all, (double) documents / decided.size(), null);
    }

    /** The summed weight of every selected sample, by sample id. */
    private static Map<String, Double> weights(Selection selection) {
        Map<String, Double> weights = new TreeMap<>();
        selection
                .documents()
                .forEach(document -> weights.merge(document.candidate().sampleId(), document.weight(), Double::sum));
        return weights;
    }
}
