package io.tailkeeper.pretrained.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Two language models of one vocabulary that read texts together: the observer, which is generation 0, and the performer,
 * another checkpoint. They may be one and the same.
 *
 * <p>Owns both and frees them when closed. Safe for use by several threads, one of which computes at a time.
 */
public final class ModelPair implements AutoCloseable {

    /** Logits of one model at once, 64 MiB; what lies between tokens and logits takes several times as much. */
    private static final long MAX_LOGITS = 1L << 24;

    private final PretrainedModel observer;
    private final PretrainedModel performer;
    private final TextWindows windows;

    /**
     * Two opened models; long texts are read in windows of the smaller context that overlap by half.
     *
     * @throws DataException when they have different vocabularies
     */
    public ModelPair(PretrainedModel observer, PretrainedModel performer) {
        this(observer, performer, context(observer, performer) / 2);
    }

    /**
     * Two opened models.
     *
     * @param overlap of the windows that a long text is read in, in tokens; less than the smaller context
     * @throws DataException when they have different vocabularies
     */
    public ModelPair(PretrainedModel observer, PretrainedModel performer, int overlap) {
        OneVocabulary.require(observer, performer);
        this.observer = observer;
        this.performer = performer;
        windows = new TextWindows(context(observer, performer), overlap);
    }

    /**
     * Opens two models in any of the formats that Tailkeeper reads; equal paths are opened once.
     *
     * @throws DataException when one cannot be opened, or they have different vocabularies
     */
    public static ModelPair open(Path observer, Path performer) {
        List<PretrainedModel> opened = new ArrayList<>();
        try {
            opened.add(Models.open(observer));
            opened.add(performer.equals(observer) ? opened.getFirst() : Models.open(performer));
            return new ModelPair(opened.getFirst(), opened.getLast());
        } catch (CheckpointException e) {
            opened.forEach(PretrainedModel::close);
            throw new DataException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            opened.forEach(PretrainedModel::close);
            throw e;
        }
    }

    private static int context(PretrainedModel observer, PretrainedModel performer) {
        return Math.min(config(observer).contextLength(), config(performer).contextLength());
    }

    private static ModelConfig config(PretrainedModel model) {
        return model.model().config();
    }

    /**
     * Reads texts, in batches of windows of like length.
     *
     * @return one a text, in their order; {@link TokenSums#NOTHING} of those of fewer than two tokens
     * @throws DataException when the models' probabilities of a text are no numbers
     */
    synchronized List<TokenSums> read(List<String> texts) {
        List<int[]> tokens =
                texts.stream().map(observer.tokenizer()::encodeDocument).toList();
        List<TextWindows.Window> all = new ArrayList<>();
        for (int text = 0; text < texts.size(); text++) {
            all.addAll(windows.of(text, tokens.get(text).length));
        }
        all.sort(Comparator.comparingInt(window -> -window.length()));
        TokenSums[] sums = new TokenSums[texts.size()];
        Arrays.fill(sums, TokenSums.NOTHING);
        for (int next = 0; next < all.size(); ) {
            List<TextWindows.Window> batch = all.subList(next, Math.min(all.size(), next + rows(all.get(next))));
            add(batch, tokens, sums);
            next += batch.size();
        }
        for (TokenSums sum : sums) {
            sum.requireFinite();
        }
        return List.of(sums);
    }

    /** Windows as long as this one that are read at once. */
    private int rows(TextWindows.Window window) {
        long logits =
                Math.multiplyExact((long) window.length(), config(observer).vocabularySize());
        return (int) Math.max(1, MAX_LOGITS / logits);
    }

    /** Adds what the models say of windows, the longest first; the shorter ones are filled up behind their end. */
    private void add(List<TextWindows.Window> batch, List<int[]> tokens, TokenSums[] sums) {
        int length = batch.getFirst().length();
        long[] seen = new long[batch.size() * length];
        long[] next = new long[batch.size() * length];
        int from = length;
        for (int row = 0; row < batch.size(); row++) {
            TextWindows.Window window = batch.get(row);
            int[] text = tokens.get(window.text());
            for (int i = 0; i < window.length(); i++) {
                seen[row * length + i] = text[window.begin() + i];
                next[row * length + i] = text[window.begin() + i + 1];
            }
            from = Math.min(from, window.from() - 1 - window.begin());
        }
        try (NDManager scope = observer.model().manager().newSubManager()) {
            Shape shape = new Shape(batch.size(), length);
            NDArray input = scope.create(seen, shape);
            NDArray scoring = performer.model().logits(input, from); // (B, T - from, V)
            NDArray reference =
                    performer.equals(observer) ? scoring : observer.model().logits(input, from);
            Predictions predictions = Predictions.of(scoring, reference, scope.create(next, shape), from);
            for (int row = 0; row < batch.size(); row++) {
                TextWindows.Window window = batch.get(row);
                int begin = row * (length - from) - from + window.from() - 1 - window.begin();
                sums[window.text()] =
                        sums[window.text()].plus(predictions.sum(begin, begin + window.end() - window.from() + 1));
            }
        }
    }

    @Override
    public synchronized void close() {
        performer.close();
        if (!observer.equals(performer)) {
            observer.close();
        }
    }
}
