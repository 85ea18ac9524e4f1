package io.tailkeeper.contracts;

/** Reads {@link TrainingProgress}. */
public class TrainingProgressDeserializer extends ContractDeserializer<TrainingProgress> {

    public TrainingProgressDeserializer() {
        super(Topics.TRAINING_PROGRESS);
    }
}
