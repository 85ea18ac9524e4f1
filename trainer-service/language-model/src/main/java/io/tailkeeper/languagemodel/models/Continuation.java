package io.tailkeeper.languagemodel.models;

import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.DecodingStrategy;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.TextGenerator;
import io.tailkeeper.languagemodel.Tokenizer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Lets a model continue a text, on the standard output. The launcher starts it in a process of its own. */
public final class Continuation {

    /** What was asked for cannot be done as it stands. */
    private static final int REFUSED = 2;

    private Continuation() {}

    /**
     * Writes.
     *
     * @param arguments model, prompt, most tokens to write, "greedy" or the temperature, k of top-k, seed
     */
    public static void main(String[] arguments) {
        DecodingStrategy strategy = arguments[3].equals("greedy")
                ? new DecodingStrategy.Greedy()
                : new DecodingStrategy.TopK(Integer.parseInt(arguments[4]), Double.parseDouble(arguments[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (PretrainedModel opened = opened(Path.of(arguments[0]))) {
            out.println(
                    text(opened, arguments[1], Integer.parseInt(arguments[2]), strategy, Long.parseLong(arguments[5])));
        } catch (CheckpointException | IllegalArgumentException e) {
            System.err.println("tailkeeper: " + e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static PretrainedModel opened(Path model) {
        ModelDevice.chooseByProperty();
        return Models.open(model);
    }

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
