package io.tailkeeper.contracts;

/** Reads {@link RunRequested}. */
public class RunRequestedDeserializer extends ContractDeserializer<RunRequested> {

    public RunRequestedDeserializer() {
        super(Topics.RUNS_REQUESTED);
    }
}
