package io.tailkeeper.contracts;

/** Writes {@link SamplingTask}. */
public class SamplingTaskSerializer extends ContractSerializer<SamplingTask> {

    public SamplingTaskSerializer() {
        super(Topics.SAMPLING_TASKS);
    }
}
