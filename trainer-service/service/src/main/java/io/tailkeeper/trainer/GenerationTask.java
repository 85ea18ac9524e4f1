package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.measures.TokenEdits;
import io.tailkeeper.selection.Candidate;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the training of one generation needs.
 *
 * @param run the run
 * @param generation the generation
 * @param start the weights to begin with; null: new ones
 * @param earlier the checkpoints of the generations before, the last one last, which wrote: all from 0 on where earlier models
 *     write too or generation 0 is asked for its verdict, else that one
 * @param pool the complete pool
 * @param heldOut the held-out parts
 */
public record GenerationTask(
        RunRequested run,
        int generation,
        @Nullable CheckpointReference start,
        List<CheckpointReference> earlier,
        Pool pool,
        HeldOutParts heldOut) {

    public GenerationTask {
        earlier = List.copyOf(earlier);
    }

    /** One whose earlier checkpoints nobody asks for. */
    public GenerationTask(
            RunRequested run, int generation, @Nullable CheckpointReference start, Pool pool, HeldOutParts heldOut) {
        this(run, generation, start, List.of(), pool, heldOut);
    }

    /**
     * A complete pool.
     *
     * @param candidates the samples
     * @param rejected distinct samples beyond the pool
     * @param seconds from the first sample to the barrier
     * @param texts the sample at a candidate's position
     */
    public record Pool(List<Candidate> candidates, int rejected, double seconds, LongFunction<SampleCollected> texts) {}

    /**
     * Complete held-out parts, each a list of positions in order of index.
     *
     * @param validation empty when the run has none
     * @param test never empty
     * @param texts the document at a position
     * @param knowledge reads the items that the models are asked; none where none were published
     */
    public record HeldOutParts(
            List<Long> validation,
            List<Long> test,
            LongFunction<CalibrationSample> texts,
            Supplier<List<KnowledgeItem>> knowledge) {}

    /** What token editing did to the human text of the pool; null where it edited none. */
    public @Nullable TokenEdits edits() {
        if (!run.specification().data().edits(generation)) {
            return null;
        }
        return pool.candidates().stream()
                .map(candidate ->
                        pool.texts().apply(candidate.position()).provenance().edits())
                .filter(Objects::nonNull)
                .reduce(TokenEdits::plus)
                .orElse(null);
    }

    /** The generation. */
    public GenerationKey key() {
        return new GenerationKey(run.runId(), generation);
    }
}
