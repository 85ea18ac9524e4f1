package io.tailkeeper.contracts;

/** Reads {@link SampleScored}. */
public class SampleScoredDeserializer extends ContractDeserializer<SampleScored> {

    public SampleScoredDeserializer() {
        super(Topics.SAMPLES_SCORED);
    }
}
