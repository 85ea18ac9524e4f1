package io.tailkeeper.generator.pytorch;

import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.generator.RunFailedException;
import io.tailkeeper.generator.Vocabulary;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.Tokenizer;
import io.tailkeeper.languagemodel.models.Models;
import io.tailkeeper.languagemodel.tokenizer.Gpt2RanksTokenizer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** The language model's tokenizer; tokens that end a text stand for none. */
public final class ModelVocabulary implements Vocabulary {

    private final Tokenizer tokenizer;

    private ModelVocabulary(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * The vocabulary of a run's model.
     *
     * @throws RunFailedException when its model has no tokenizer that can be read
     */
    public static ModelVocabulary of(ModelSpecification model) {
        return new ModelVocabulary(tokenizer(model));
    }

    /** The tokenizer of a run's model; otherwise as {@link #of}. */
    static Tokenizer tokenizer(ModelSpecification model) {
        if (model.pretrained() == null) {
            return Gpt2RanksTokenizer.of(model.vocabularySize());
        }
        try {
            return Models.tokenizer(Path.of(model.pretrained()));
        } catch (CheckpointException | InvalidPathException e) {
            throw new RunFailedException("model.pretrained: " + e.getMessage(), e);
        }
    }

    @Override
    public int size() {
        return tokenizer.vocabularySize();
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public byte[] bytes(int... tokens) {
        return tokenizer.bytes(Arrays.stream(tokens)
                .filter(token -> !tokenizer.endTokens().contains(token))
                .toArray());
    }
}
