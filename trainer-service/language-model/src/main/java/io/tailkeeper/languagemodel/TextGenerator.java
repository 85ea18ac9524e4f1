package io.tailkeeper.languagemodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes continuations with a model, with the keys and values of what was read kept. For any thread, as long as the model
 * is open and its weights stay as they were when this was made.
 *
 * <p>The first {@linkplain DecodingEngine engine} that suits the model, its device and the number of rows decodes: one a prompt, or one a beam; where
 * none does, the tensor library.
 */
public final class TextGenerator {

    private final LanguageModel model;
    private final List<DecodingEngine> engines;
    private final Map<DecodingEngine, Decoding> opened = new ConcurrentHashMap<>();

    /** Writes with the engines on the class path. */
    public TextGenerator(LanguageModel model) {
        this(model, DecodingEngine.installed());
    }

    /**
     * Writes with some engines.
     *
     * @param engines those that are asked; none leaves all to the tensor library
     */
    public TextGenerator(LanguageModel model, List<DecodingEngine> engines) {
        this.model = model;
        this.engines = List.copyOf(engines);
    }

    /** The engine that continues so many rows; empty where the tensor library does. */
    public Optional<DecodingEngine> engine(int rows) {
        return engines.stream()
                .filter(engine -> engine.suits(model.config(), model.manager().getDevice(), rows))
                .findFirst();
    }

    /** Made ready when it is first needed. */
    private Decoding decoding(int rows) {
        return engine(rows)
                .map(engine -> opened.computeIfAbsent(engine, wanted -> wanted.open(model)))
                .orElseGet(model::decoding);
    }

    /**
     * Continues prompts, each by the same number of tokens.
     *
     * @param prompts (B, P) tokens, all of one length
     * @param newTokens tokens to write after each prompt
     * @param seeds one a row; a row's choices depend on nothing else. Its logits are equal for an equal batch on the
     *     same device and thread count; an engine may promise more
     * @return (B, newTokens) the written tokens
     * @throws IllegalArgumentException when prompts are missing, of different lengths, not of the vocabulary, or too long
     *     for the context
     */
    public int[][] write(int[][] prompts, int newTokens, DecodingStrategy strategy, long[] seeds) {
        return writeToTheEnd(prompts, newTokens, strategy, seeds, List.of());
    }

    /** {@linkplain #write Continues prompts} and says how probable each token was: some more work for each. */
    public Written writeWithProbabilities(int[][] prompts, int newTokens, DecodingStrategy strategy, long[] seeds) {
        requireRectangle(prompts, seeds);
        double[][] probabilities = new double[prompts.length][newTokens];
        PromptBatch whole = new PromptBatch(prompts, seeds, strategy, Set.of(), probabilities);
        return new Written(write(whole, prompts[0].length, newTokens), probabilities);
    }

    /**
     * Continues prompts until their texts end. A row that has ended is no work any more.
     *
     * @param atMost tokens to write after each prompt; the rest as for {@link #write}
     * @param ends the tokens that end a text
     * @return B rows of at most {@code atMost} tokens each, without the one that ended it
     */
    public int[][] writeToTheEnd(
            int[][] prompts, int atMost, DecodingStrategy strategy, long[] seeds, List<Integer> ends) {
        requireRectangle(prompts, seeds);
        return write(new PromptBatch(prompts, seeds, strategy, Set.copyOf(ends), null), prompts[0].length, atMost);
    }

    private int[][] write(PromptBatch whole, int promptTokens, int atMost) {
        int capacity = promptTokens + atMost - 1; // the last token is written and never read
        Decoding decoding = decoding(whole.rows());
        return together(whole.parts(decoding.rowsAtOnce(whole.rows())).stream()
                .<Callable<int[][]>>map(part -> () -> {
                    try (DecodingBatch rows = decoding.begin(part.rows(), capacity)) {
                        return part.write(rows, atMost);
                    }
                })
                .toList());
    }

    private int[][] together(List<Callable<int[][]>> parts) {
        try {
            if (parts.size() == 1) {
                return parts.getFirst().call();
            }
            List<int[]> written = new ArrayList<>();
            try (ExecutorService workers =
                    Executors.newFixedThreadPool(Math.min(parts.size(), ModelDevice.threads()))) {
                for (Future<int[][]> part : workers.invokeAll(parts)) {
                    written.addAll(Arrays.asList(part.get()));
                }
            }
            return written.toArray(int[][]::new);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        }
    }

    private void requireRectangle(int[][] prompts, long[] seeds) {
        if (prompts.length == 0 || prompts[0].length == 0) {
            throw new IllegalArgumentException("a prompt of at least one token is needed to continue from");
        }
        if (seeds.length != prompts.length) {
            throw new IllegalArgumentException(prompts.length + " prompts but " + seeds.length + " seeds");
        }
        int vocabulary = model.config().vocabularySize();
        for (int[] prompt : prompts) {
            if (prompt.length != prompts[0].length) {
                throw new IllegalArgumentException("the prompts of a batch must have one length, but there are some of "
                        + prompts[0].length + " and of " + prompt.length + " tokens");
            }
            for (int token : prompt) {
                if (token < 0 || token >= vocabulary) {
                    throw new IllegalArgumentException(
                            "token " + token + " of a prompt is not of the model's vocabulary of " + vocabulary
                                    + "; encode it with the tokenizer beside the checkpoint");
                }
            }
        }
    }
}
