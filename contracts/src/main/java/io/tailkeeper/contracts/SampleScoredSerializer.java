package io.tailkeeper.contracts;

/** Writes {@link SampleScored}. */
public class SampleScoredSerializer extends ContractSerializer<SampleScored> {

    public SampleScoredSerializer() {
        super(Topics.SAMPLES_SCORED);
    }
}
