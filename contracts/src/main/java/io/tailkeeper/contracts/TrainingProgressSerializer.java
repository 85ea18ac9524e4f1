package io.tailkeeper.contracts;

/** Writes {@link TrainingProgress}. */
public class TrainingProgressSerializer extends ContractSerializer<TrainingProgress> {

    public TrainingProgressSerializer() {
        super(Topics.TRAINING_PROGRESS);
    }
}
