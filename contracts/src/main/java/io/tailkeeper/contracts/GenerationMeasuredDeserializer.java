package io.tailkeeper.contracts;

/** Reads {@link GenerationMeasured}. */
public class GenerationMeasuredDeserializer extends ContractDeserializer<GenerationMeasured> {

    public GenerationMeasuredDeserializer() {
        super(Topics.GENERATIONS_MEASURED);
    }
}
