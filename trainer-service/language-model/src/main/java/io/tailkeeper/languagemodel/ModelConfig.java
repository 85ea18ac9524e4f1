package io.tailkeeper.languagemodel;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;

/**
 * The shape of a decoder.
 *
 * @param layers transformer blocks
 * @param heads attention heads; a divisor of {@code embeddingSize} in GPT-2
 * @param embeddingSize width of the residual stream
 * @param contextLength positions the model knows
 * @param vocabularySize tokens
 * @param family GPT-2 or Llama, with what that family has beyond these sizes
 */
public record ModelConfig(
        int layers, int heads, int embeddingSize, int contextLength, int vocabularySize, Family family) {

    private static final int MAX_LAYERS = 10_000;

    public ModelConfig {
        if (layers < 1 || heads < 1 || embeddingSize < 1 || contextLength < 1 || vocabularySize < 1) {
            throw new IllegalArgumentException("every size of a model is at least 1, but this one is " + layers
                    + " layers, " + heads + " heads, embedding " + embeddingSize + ", context " + contextLength
                    + ", vocabulary " + vocabularySize);
        }
        if (layers > MAX_LAYERS) {
            throw new IllegalArgumentException(
                    layers + " layers are more than the " + MAX_LAYERS + " a model may have");
        }
        switch (family) {
            case Family.Gpt2 _ -> requireDivisor(heads, "heads", embeddingSize, "an embedding of ");
            case Family.Llama llama -> requireDivisor(llama.keyValueHeads(), "key-value heads", heads, "heads, ");
        }
    }

    /** A GPT-2 as Tailkeeper trains it from nothing. */
    public ModelConfig(int layers, int heads, int embeddingSize, int contextLength, int vocabularySize) {
        this(layers, heads, embeddingSize, contextLength, vocabularySize, Family.Gpt2.DEFAULT);
    }

    private static void requireDivisor(int divisor, String what, int whole, String ofWhat) {
        if (whole % divisor != 0) {
            throw new IllegalArgumentException(
                    divisor + " " + what + " do not divide " + ofWhat + whole + "; choose a divisor");
        }
    }

    /**
     * A shape by its name: {@code nano}, {@code quickstart}, {@code small}, {@code gpt2}, {@code smollm2-135m}.
     *
     * @throws IllegalArgumentException for another name; the message lists the names there are
     */
    public static ModelConfig preset(String name) {
        return Presets.named(name);
    }

    /** The names of all {@linkplain #preset presets}. */
    public static Set<String> presets() {
        return Presets.names();
    }

    /** Width of one attention head. */
    public int headSize() {
        return switch (family) {
            case Family.Gpt2 _ -> embeddingSize / heads;
            case Family.Llama llama -> llama.headSize();
        };
    }

    /** Number of weights; a head that is tied to the token embedding is not counted twice. */
    public long parameterCount() {
        return parameterShapes().values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                .reduce(0, Math::addExact);
    }

    /** Whether a parameter is a table of tokens or positions: one that weight decay spares. */
    public boolean isEmbedding(String parameter) {
        return switch (family) {
            case Family.Gpt2 _ -> parameter.equals("wte.weight") || parameter.equals("wpe.weight");
            case Family.Llama _ -> parameter.equals("model.embed_tokens.weight");
        };
    }

    /** Shapes of all weights by their names. */
    public SortedMap<String, long[]> parameterShapes() {
        return switch (family) {
            case Family.Gpt2 _ -> ParameterShapes.gpt2(this);
            case Family.Llama llama -> ParameterShapes.llama(this, llama);
        };
    }
}
