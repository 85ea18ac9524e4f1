package io.tailkeeper.contracts;

/** Writes {@link SampleCollected}. */
public class SampleCollectedSerializer extends ContractSerializer<SampleCollected> {

    public SampleCollectedSerializer() {
        super(Topics.SAMPLES_COLLECTED);
    }
}
