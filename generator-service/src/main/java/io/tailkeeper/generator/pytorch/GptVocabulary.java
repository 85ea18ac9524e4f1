package io.tailkeeper.generator.pytorch;

import io.tailkeeper.generator.Vocabulary;
import io.tailkeeper.languagemodel.Tokenizer;
import java.util.Arrays;

/** The language model's byte pairs; the end-of-text token stands for no text. */
public final class GptVocabulary implements Vocabulary {

    private final Tokenizer tokenizer;

    public GptVocabulary(int size) {
        this.tokenizer = Tokenizer.ofGpt2Ranks(size);
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
                .filter(token -> token != tokenizer.endOfText())
                .toArray());
    }
}
