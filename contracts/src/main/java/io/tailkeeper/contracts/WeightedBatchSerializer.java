package io.tailkeeper.contracts;

/** Writes {@link WeightedBatch}. */
public class WeightedBatchSerializer extends ContractSerializer<WeightedBatch> {

    public WeightedBatchSerializer() {
        super(Topics.BATCHES_WEIGHTED);
    }
}
