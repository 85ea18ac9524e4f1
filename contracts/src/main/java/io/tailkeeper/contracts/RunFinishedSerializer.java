package io.tailkeeper.contracts;

/** Writes {@link RunFinished}. */
public class RunFinishedSerializer extends ContractSerializer<RunFinished> {

    public RunFinishedSerializer() {
        super(Topics.RUNS_FINISHED);
    }
}
