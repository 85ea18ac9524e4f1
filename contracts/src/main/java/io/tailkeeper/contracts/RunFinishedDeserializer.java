package io.tailkeeper.contracts;

/** Reads {@link RunFinished}. */
public class RunFinishedDeserializer extends ContractDeserializer<RunFinished> {

    public RunFinishedDeserializer() {
        super(Topics.RUNS_FINISHED);
    }
}
