package io.tailkeeper.page;

import io.tailkeeper.contracts.Provenance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some samples of a generation.
 *
 * @param decided whether it is known which samples of the pool are learned: before, none is dropped
 * @param pool of the pool that the generation was trained from
 * @param pairs of what its model wrote, beside human text
 */
public record ShownSamples(boolean decided, List<Pooled> pool, List<Pair> pairs) {

    public ShownSamples {
        pool = List.copyOf(pool);
        pairs = List.copyOf(pairs);
    }

    /**
     * A sample of the pool.
     *
     * @param sampleId its id
     * @param source who wrote it
     * @param writtenBy generation whose model wrote it; null unless it is the run's own text
     * @param prompt human text in front of it
     * @param text the continuation
     * @param syntheticProbability what the detector says that the run selects with, 0 to 1
     * @param weight of its loss; null where it is not learned, or not yet
     * @param learned how often it stood in a batch; null where that is not counted
     */
    public record Pooled(
            String sampleId,
            Provenance.Source source,
            @Nullable Integer writtenBy,
            Excerpt prompt,
            Excerpt text,
            double syntheticProbability,
            @Nullable Double weight,
            @Nullable Integer learned) {}

    /**
     * What a model wrote after a prompt of the calibration set, and what a human had written.
     *
     * @param index of the prompt
     * @param prompt human text
     * @param human the human continuation
     * @param model the model's
     */
    public record Pair(int index, Excerpt prompt, Excerpt human, Excerpt model) {}
}
