package io.tailkeeper.bench;

import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model that benches measure.
 *
 * @param word its name on the command line
 * @param model its shape
 * @param blockTokens of a document
 * @param batchSize documents of an optimizer step
 */
record ModelPreset(String word, ModelSpecification model, int blockTokens, int batchSize) {

    /** 0.87 million parameters. */
    static final ModelPreset QUICKSTART = of("quickstart", 64, 32);

    /** 12.3 million parameters. */
    static final ModelPreset SMALL = of("small", 256, 8);

    /** GPT-2 with 124.4 million parameters, for CUDA devices. */
    static final ModelPreset GPT2 = of("gpt2", 512, 16);

    private static final List<ModelPreset> ALL = List.of(QUICKSTART, SMALL, GPT2);

    /**
     * The one of a name.
     *
     * @throws UsageException when there is none
     */
    static ModelPreset named(String name) {
        return ALL.stream()
                .filter(preset -> preset.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--preset " + name + " is unknown; there are "
                        + ALL.stream().map(ModelPreset::word).collect(Collectors.joining(", "))));
    }

    private static ModelPreset of(String word, int blockTokens, int batchSize) {
        ModelConfig config = ModelConfig.preset(word);
        return new ModelPreset(
                word,
                new ModelSpecification(
                        config.layers(),
                        config.heads(),
                        config.embeddingSize(),
                        config.contextLength(),
                        config.vocabularySize(),
                        word,
                        null),
                blockTokens,
                batchSize);
    }

    /** Its architecture. */
    ModelConfig config() {
        return ModelConfig.preset(word);
    }
}
