package io.tailkeeper.contracts;

/** Writes {@link GenerationMeasured}. */
public class GenerationMeasuredSerializer extends ContractSerializer<GenerationMeasured> {

    public GenerationMeasuredSerializer() {
        super(Topics.GENERATIONS_MEASURED);
    }
}
