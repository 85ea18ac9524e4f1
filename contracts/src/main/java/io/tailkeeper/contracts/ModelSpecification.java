package io.tailkeeper.contracts;

/**
 * The shape of the language model: a GPT-2 style decoder.
 *
 * @param layers transformer blocks
 * @param heads attention heads; a divisor of {@code embeddingSize}
 * @param embeddingSize width of the residual stream
 * @param contextLength positions the model knows
 * @param vocabularySize tokens of the byte-pair vocabulary, the end-of-text token included
 */
public record ModelSpecification(int layers, int heads, int embeddingSize, int contextLength, int vocabularySize) {

    public ModelSpecification {
        Checks.within("model.layers", layers, 1, 256);
        Checks.within("model.heads", heads, 1, 256);
        Checks.within("model.embedding-size", embeddingSize, 8, 16_384);
        Checks.within("model.context-length", contextLength, 4, 65_536);
        Checks.within("model.vocabulary-size", vocabularySize, 257, 50_257);
        if (embeddingSize % heads != 0) {
            throw new IllegalArgumentException("model.heads: " + heads + " does not divide model.embedding-size "
                    + embeddingSize + "; choose a divisor of it");
        }
    }
}
