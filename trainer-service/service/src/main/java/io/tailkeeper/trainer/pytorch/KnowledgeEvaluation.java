package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.knowledge.KnowledgeItem;
import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.measures.KnowledgeAccuracy;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Asks a model which of two sentences is true: the one whose tokens have the higher mean log-probability after the context
 * (arXiv 2509.04796). Rows are made as those of held-out documents: what does not fit into a block is cut from the sentence at its
 * end, then from the context at its beginning, and the context's tokens are not counted. Batches are fixed.
 */
public final class KnowledgeEvaluation {

    private static final int BATCH = 8; // items: half the rows of a held-out batch, which has half the columns

    private final LanguageModel model;
    private final TokenRows rows;

    /** @param model the model, which stays the caller's to close */
    public KnowledgeEvaluation(LanguageModel model, TokenRows rows) {
        this.model = model;
        this.rows = rows;
    }

    /**
     * What the model retains.
     *
     * @param items at least one
     * @param seed of the run, which decides the interval's draws
     * @param done told the number of items that are done
     * @throws TrainingFailedException when the model gives no number
     */
    public KnowledgeRetention evaluate(List<KnowledgeItem> items, long seed, IntConsumer done) {
        double[] ofTrue = new double[items.size()];
        double[] ofFalse = new double[items.size()];
        for (int from = 0; from < items.size(); from += BATCH) {
            int to = Math.min(items.size(), from + BATCH);
            double[] means = means(items.subList(from, to).stream()
                    .flatMap(item -> Stream.of(
                            rows.of(item.context(), item.sentenceTrue()),
                            rows.of(item.context(), item.sentenceFalse())))
                    .toList());
            for (int i = from; i < to; i++) {
                ofTrue[i] = means[2 * (i - from)];
                ofFalse[i] = means[2 * (i - from) + 1];
            }
            done.accept(to);
        }
        KnowledgeAccuracy accuracy = KnowledgeAccuracy.of(ofTrue, ofFalse, Seeds.of(seed, "knowledge", "bootstrap"));
        return new KnowledgeRetention(items.size(), accuracy.accuracy(), accuracy.low(), accuracy.high());
    }

    /** The mean log-probability of each row's loss-carrying tokens, nats. */
    private double[] means(List<TokenRow> batch) {
        int width = batch.stream().mapToInt(TokenRow::length).max().orElseThrow();
        List<TokenRow> narrow = batch.stream().map(row -> row.within(width)).toList();
        double[] weights = new double[batch.size()];
        Arrays.fill(weights, 1);
        double[] means = new double[batch.size()];
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, narrow, weights);
            NDArray logits = tensors.targetLogits(model); // (N, V)
            float[] logProbabilities = tensors.logProbabilities(logits).toFloatArray();
            boolean[] counted = tensors.carriesLoss();
            int columns = counted.length / means.length;
            for (int i = 0; i < counted.length; i++) {
                means[i / columns] += counted[i] ? logProbabilities[i] : 0;
            }
        }
        for (int row = 0; row < means.length; row++) {
            means[row] /= batch.get(row).lossTokens();
            if (Double.isNaN(means[row])) {
                throw new TrainingFailedException("knowledge: the mean log-probability of a sentence of "
                        + batch.get(row).lossTokens() + " tokens is no number; the model has diverged");
            }
        }
        return means;
    }
}
