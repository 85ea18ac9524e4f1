package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;
import java.util.List;

/**
 * The documents of one optimizer step.
 *
 * @param runId the run
 * @param generation the generation being trained
 * @param sequence place among the generation's batches, from 0; a batch delivered twice counts once
 * @param batches number of batches of the generation
 * @param samples the documents, with weights
 */
public record WeightedBatch(String runId, int generation, int sequence, int batches, List<WeightedSample> samples) {

    public WeightedBatch {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_000);
        Checks.within("batches", batches, 1, Integer.MAX_VALUE);
        Checks.within("sequence", sequence, 0, batches - 1L);
        samples = Checks.list("samples", samples, 1, 65_536);
    }

    /** The generation being trained. */
    public GenerationKey generationKey() {
        return new GenerationKey(runId, generation);
    }
}
