package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

/**
 * Where the batches of a generation lie on {@code batches.weighted.v1}. Of several for one generation the newest counts.
 *
 * @param runId the run
 * @param generation the generation that is trained with them
 * @param partition where they lie, in order of their sequence; records of others may lie between them
 * @param firstOffset offset of the first batch
 * @param lastOffset offset of the last batch
 * @param batches their number
 * @param sha256 digest over the bodies of the run's records from first to last offset, one after the other
 */
public record BatchesPublished(
        String runId, int generation, int partition, long firstOffset, long lastOffset, int batches, String sha256) {

    public BatchesPublished {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_000);
        Checks.within("partition", partition, 0, Integer.MAX_VALUE);
        Checks.within("batches", batches, 1, Integer.MAX_VALUE);
        Checks.within("firstOffset", firstOffset, 0, Checks.LARGEST_EXACT);
        Checks.within("lastOffset", lastOffset, firstOffset + batches - 1, Checks.LARGEST_EXACT);
        Checks.sha256("sha256", sha256);
    }

    /** The generation that is trained with them. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }
}
