package io.tailkeeper.contracts.knowledge;

import io.tailkeeper.contracts.checks.Checks;

/**
 * A true and a false continuation of one context. A sentence follows the context directly: it begins with the space
 * that parts them.
 *
 * @param context what both sentences continue
 * @param sentenceTrue the continuation that is true
 * @param sentenceFalse the one that is not
 */
public record KnowledgeItem(String context, String sentenceTrue, String sentenceFalse) {

    /** Longest text, in UTF-16 units. */
    public static final int MAXIMUM_LENGTH = 8_192;

    public KnowledgeItem {
        Checks.notBlank("context", context, MAXIMUM_LENGTH);
        Checks.notBlank("sentenceTrue", sentenceTrue, MAXIMUM_LENGTH);
        Checks.notBlank("sentenceFalse", sentenceFalse, MAXIMUM_LENGTH);
        if (sentenceTrue.equals(sentenceFalse)) {
            throw new IllegalArgumentException("sentenceFalse: is the same as sentenceTrue");
        }
    }

    /** UTF-16 units of its texts. */
    int length() {
        return context.length() + sentenceTrue.length() + sentenceFalse.length();
    }
}
