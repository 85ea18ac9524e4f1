package io.tailkeeper.metrics;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.page.Excerpt;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which texts of a generation are kept to be looked at: of the pool the {@value #POOLED} whose ids have the lowest rank, and the
 * first {@value #PAIRS} pairs of the calibration part. Whatever order messages come in, and however often, the same are kept.
 */
public final class ShownTexts {

    /** Samples of a pool. */
    public static final int POOLED = 40;

    /** Pairs of a calibration part. */
    public static final int PAIRS = 20;

    private ShownTexts() {}

    /** What may be shown of a sample; null in generation 0, whose pool no model wrote in. */
    static LedgerEntry.@Nullable SampleText of(SampleCollected sample) {
        Provenance provenance = sample.provenance();
        return sample.generation() == 0
                ? null
                : new LedgerEntry.SampleText(
                        provenance.writtenBy(), Excerpt.of(sample.prompt()), Excerpt.of(sample.text()));
    }

    /** The weights of the samples of a batch that have the lowest ranks; a sample that comes several times has one weight. */
    static @Nullable SortedMap<String, Double> weights(WeightedBatch batch) {
        if (batch.generation() == 0) {
            return null;
        }
        GenerationKey generation = batch.generationKey();
        TreeMap<String, Double> weights =
                new TreeMap<>(Comparator.<String>comparingLong(id -> IdHash.rank(generation, id))
                        .thenComparing(Comparator.naturalOrder()));
        for (WeightedSample sample : batch.samples()) {
            weights.put(sample.sampleId(), sample.weight());
            if (weights.size() > POOLED) {
                weights.pollLastEntry();
            }
        }
        SortedMap<String, Double> byId = new TreeMap<>();
        byId.putAll(weights);
        return byId;
    }

    /** Whether a text of a calibration part belongs to a pair that is shown. */
    public static boolean pairs(GenerationKey part, int index, int total) {
        return part.generation() > 0 && pair(index, total) < PAIRS;
    }

    /** The number of the pair that a text of a calibration part belongs to: the first half is human. */
    public static int pair(int index, int total) {
        int half = total / 2;
        return index < half ? index : index - half;
    }
}
