package io.tailkeeper.contracts.specification;

import io.tailkeeper.contracts.checks.Checks;
import org.jspecify.annotations.Nullable;

/**
 * The language model: its shape and where its first weights come from. Without a preset and without a pretrained model it
 * is a GPT-2 with new weights.
 *
 * @param layers transformer blocks
 * @param heads attention heads; a divisor of {@code embeddingSize} in GPT-2
 * @param embeddingSize width of the residual stream
 * @param contextLength positions the model knows
 * @param vocabularySize tokens of the vocabulary, the end-of-text token included
 * @param preset name of a known model whose architecture this is, with new weights; null: GPT-2. Not read where
 *     {@code pretrained} is given
 * @param pretrained absolute path of a model on disk, the same for generator and trainer, whose weights, architecture and
 *     tokenizer generation 0 begins with; null: new weights and GPT-2's ranks
 */
public record ModelSpecification(
        int layers,
        int heads,
        int embeddingSize,
        int contextLength,
        int vocabularySize,
        @Nullable String preset,
        @Nullable String pretrained) {

    private static final int GPT2_RANKS = 50_257;
    private static final int LARGEST_VOCABULARY = 65_536;
    private static final int LONGEST_CONTEXT = 65_536;
    private static final int LONGEST_PRETRAINED_CONTEXT = 1_048_576;

    public ModelSpecification {
        Checks.within("model.layers", layers, 1, 256);
        Checks.within("model.heads", heads, 1, 256);
        Checks.within("model.embedding-size", embeddingSize, 8, 16_384);
        Checks.within(
                "model.context-length",
                contextLength,
                4,
                pretrained == null ? LONGEST_CONTEXT : LONGEST_PRETRAINED_CONTEXT);
        Checks.within(
                "model.vocabulary-size", vocabularySize, 257, pretrained == null ? GPT2_RANKS : LARGEST_VOCABULARY);
        if (preset != null) {
            Checks.notBlank("model.preset", preset, Checks.LONGEST_NAME);
        }
        if (pretrained != null) {
            Checks.notBlank("model.pretrained", pretrained, Checks.LONGEST_PATH);
        }
        if (preset == null && pretrained == null && embeddingSize % heads != 0) {
            throw new IllegalArgumentException("model.heads: " + heads + " does not divide model.embedding-size "
                    + embeddingSize + "; choose a divisor of it");
        }
    }

    /** A GPT-2 with new weights. */
    public ModelSpecification(int layers, int heads, int embeddingSize, int contextLength, int vocabularySize) {
        this(layers, heads, embeddingSize, contextLength, vocabularySize, null, null);
    }
}
