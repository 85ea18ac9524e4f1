package io.tailkeeper.contracts;

/** Writes {@link RunRequested}. */
public class RunRequestedSerializer extends ContractSerializer<RunRequested> {

    public RunRequestedSerializer() {
        super(Topics.RUNS_REQUESTED);
    }
}
