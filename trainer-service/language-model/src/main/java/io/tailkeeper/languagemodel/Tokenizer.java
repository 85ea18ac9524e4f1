package io.tailkeeper.languagemodel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Text as tokens and back. Texts can be cut anywhere: {@code decode(encode(a) + encode(b))} is {@code a + b}.
 * Implementations are safe for use by several threads.
 */
public interface Tokenizer {

    /** Tokens there are; every token is smaller. */
    int vocabularySize();

    /** The token that stands between and after documents. */
    int endOfText();

    /** Every token at which a model stops writing; the first is {@link #endOfText}. A tokenizer may lack the others. */
    default List<Integer> endTokens() {
        return List.of(endOfText());
    }

    /** The tokens of a text; text that spells a special token is encoded as ordinary text. */
    int[] encode(String text);

    /**
     * The tokens of a text with which a document begins, marked as its beginning where the model was trained so.
     *
     * @return at least one token, so that a model can continue it
     */
    default int[] encodeDocument(String text) {
        return text.isEmpty() ? new int[] {endOfText()} : encode(text);
    }

    /** The bytes of tokens. */
    byte[] bytes(int[] tokens);

    /** The text of tokens; bytes that are no UTF-8 become U+FFFD. */
    default String decode(int[] tokens) {
        return new String(bytes(tokens), StandardCharsets.UTF_8);
    }

    /** What tells this tokenizer from all others; a model's checkpoint names it. */
    String fingerprint();

    /** The tokenizer as a {@code tokenizer.json}, UTF-8. */
    byte[] json();

    /**
     * Writes the tokenizer into a model's folder, under the name by which it is found there.
     *
     * @return the file
     * @throws CheckpointException when the disk refuses
     */
    Path save(Path folder);
}
