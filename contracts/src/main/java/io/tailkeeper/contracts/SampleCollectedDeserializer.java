package io.tailkeeper.contracts;

/** Reads {@link SampleCollected}. */
public class SampleCollectedDeserializer extends ContractDeserializer<SampleCollected> {

    public SampleCollectedDeserializer() {
        super(Topics.SAMPLES_COLLECTED);
    }
}
