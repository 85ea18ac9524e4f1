package io.tailkeeper.contracts;

/** Reads {@link SamplingTask}. */
public class SamplingTaskDeserializer extends ContractDeserializer<SamplingTask> {

    public SamplingTaskDeserializer() {
        super(Topics.SAMPLING_TASKS);
    }
}
