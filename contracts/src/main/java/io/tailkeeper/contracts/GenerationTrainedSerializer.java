package io.tailkeeper.contracts;

/** Writes {@link GenerationTrained}. */
public class GenerationTrainedSerializer extends ContractSerializer<GenerationTrained> {

    public GenerationTrainedSerializer() {
        super(Topics.GENERATIONS_TRAINED);
    }
}
