package io.tailkeeper.contracts;

/** Reads {@link WeightedBatch}. */
public class WeightedBatchDeserializer extends ContractDeserializer<WeightedBatch> {

    public WeightedBatchDeserializer() {
        super(Topics.BATCHES_WEIGHTED);
    }
}
