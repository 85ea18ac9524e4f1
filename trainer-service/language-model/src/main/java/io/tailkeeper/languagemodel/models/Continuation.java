package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.Tokenizer;
import java.util.Arrays;

/** Lets a model continue a text. */
public final class Continuation {

    private Continuation() {}

    /**
     * A prompt and its continuation, up to the end of the document.
     *
     * @param atMost tokens to write; fewer where the model's context ends
     * @throws IllegalArgumentException when the prompt alone fills the context
     */
    public static String text(PretrainedModel opened, String prompt, int atMost, DecodingStrategy strategy, long seed) {
        Tokenizer tokenizer = opened.tokenizer();
        int[] begin = tokenizer.encodeDocument(prompt);
        int context = opened.model().config().contextLength();
        int room = context - begin.length;
        if (room < 1) {
            throw new IllegalArgumentException("the prompt is " + begin.length + " tokens long; the model's context of "
                    + context + " leaves no room to write. Shorten it");
        }
        int[] written = new TextGenerator(opened.model())
                .writeToTheEnd(
                        new int[][] {begin},
                        Math.min(atMost, room),
                        strategy,
                        new long[] {seed},
                        tokenizer.endTokens())[0];
        int[] all = Arrays.copyOf(begin, begin.length + written.length);
        System.arraycopy(written, 0, all, begin.length, written.length);
        return tokenizer.decode(all).strip();
    }
}
