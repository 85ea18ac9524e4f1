package io.tailkeeper.contracts;

/** Reads {@link GenerationTrained}. */
public class GenerationTrainedDeserializer extends ContractDeserializer<GenerationTrained> {

    public GenerationTrainedDeserializer() {
        super(Topics.GENERATIONS_TRAINED);
    }
}
