package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Documents as points: the mean, over the tokens of the text after its prompt, of the model's states after the last norm. Prompts
 * are human in every document, and so say nothing of who wrote the text; nor does the first token of a text without a prompt, before
 * which nothing stands.
 */
public final class DocumentEmbeddings {

    private static final int BATCH = 32;

    private final LanguageModel model;
    private final BooleanSupplier cancelled;

    /** @param model the model, which stays the caller's to close */
    public DocumentEmbeddings(LanguageModel model, BooleanSupplier cancelled) {
        this.model = model;
        this.cancelled = cancelled;
    }

    /**
     * What is kept of each embedding, in the order of the documents; no more than a batch of states is held at a time. A text
     * without a token is taken for the last token before it.
     *
     * @param documents how many
     * @param rows the document of a number
     * @param kept of an embedding (C)
     * @return (documents, whatever {@code kept} gives)
     * @throws TrainingCancelledException when nobody wants them any more
     * @throws TrainingFailedException when the model gives no finite number
     */
    public double[][] of(int documents, IntFunction<TokenRow> rows, UnaryOperator<double[]> kept) {
        double[][] all = new double[documents][];
        for (int from = 0; from < documents; from += BATCH) {
            if (cancelled.getAsBoolean()) {
                throw new TrainingCancelledException();
            }
            List<TokenRow> batch = new ArrayList<>();
            for (int i = from; i < Math.min(documents, from + BATCH); i++) {
                batch.add(rows.apply(i));
            }
            double[][] means = means(batch);
            for (int i = 0; i < means.length; i++) {
                all[from + i] = kept.apply(means[i]);
            }
        }
        return all;
    }

    /** (B, C). */
    private double[][] means(List<TokenRow> batch) {
        int width = batch.getFirst().tokens().length; // T
        long[] ids = batch.stream()
                .flatMapToInt(row -> Arrays.stream(row.tokens()))
                .asLongStream()
                .toArray();
        float[] states;
        try (NDManager scope = model.manager().newSubManager();
                NDArray hidden = model.hidden(scope.create(ids, new Shape(batch.size(), width)))) { // (B, T, C)
            states = hidden.toFloatArray();
        }
        int size = states.length / ids.length; // C
        double[][] means = new double[batch.size()][];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(batch.get(i), states, i * width, size);
        }
        return means;
    }

    private static double[] mean(TokenRow row, float[] states, int begin, int size) {
        int first = Math.max(0, Math.min(row.lossFrom(), row.length() - 1));
        int end = Math.max(first + 1, row.length());
        double[] mean = new double[size];
        for (int position = first; position < end; position++) {
            for (int c = 0; c < size; c++) {
                mean[c] += states[(begin + position) * size + c];
            }
        }
        for (int c = 0; c < size; c++) {
            mean[c] /= end - first;
            if (!Double.isFinite(mean[c])) {
                throw new TrainingFailedException("selection: the states of generation 0 are " + mean[c]
                        + ", no finite numbers; the model has diverged: lower base-training.learning-rate");
            }
        }
        return mean;
    }
}
