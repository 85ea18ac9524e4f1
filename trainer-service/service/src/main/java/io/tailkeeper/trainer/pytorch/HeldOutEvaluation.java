package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.trainer.ConfidenceSums;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/** Measures a model on held-out human text: the continuations, each after its human prompt, in fixed batches. */
public final class HeldOutEvaluation {

    private static final int BATCH = 32;
    private static final double CONFIDENT = Math.log(0.99);

    /** Log-probability whose probability is 0 in float32. */
    private static final double LOWEST = -1e30;

    private final LanguageModel model;
    private final TokenRows rows;

    /** @param model the model, which stays the caller's to close */
    public HeldOutEvaluation(LanguageModel model, TokenRows rows) {
        this.model = model;
        this.rows = rows;
    }

    /**
     * The figures of a part.
     *
     * @param positions the documents, at least one
     * @param texts the document at a position
     * @param done told the number of documents that are done
     * @throws TrainingFailedException when there is no token to measure or the model gives no finite number
     */
    public Evaluation evaluate(List<Long> positions, LongFunction<CalibrationSample> texts, IntConsumer done) {
        Sums sums = new Sums();
        for (int from = 0; from < positions.size(); from += BATCH) {
            int to = Math.min(positions.size(), from + BATCH);
            List<TokenRow> batch = positions.subList(from, to).stream()
                    .map(texts::apply)
                    .map(document -> rows.of(document.prompt(), document.text()))
                    .toList();
            add(batch, sums);
            done.accept(to);
        }
        double perplexity = Math.exp(sums.loss / sums.tokens);
        if (sums.tokens == 0 || !Double.isFinite(perplexity)) {
            throw new TrainingFailedException("evaluation: perplexity over " + sums.tokens + " held-out tokens is "
                    + perplexity + "; the model has diverged or the held-out documents hold no text");
        }
        return new Evaluation(
                positions.size(),
                sums.tokens,
                Math.max(1, perplexity),
                (double) sums.correct / sums.tokens,
                (double) sums.confident / sums.tokens,
                sums.confidence.confidence(),
                null);
    }

    private static final class Sums {
        private double loss;
        private long tokens;
        private long correct;
        private long confident;
        private final ConfidenceSums confidence = new ConfidenceSums();
    }

    private void add(List<TokenRow> batch, Sums sums) {
        double[] weights = new double[batch.size()];
        Arrays.fill(weights, 1);
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, batch, weights);
            NDArray logits = tensors.targetLogits(model); // (N, V)
            long[] predicted = logits.argMax(1).toLongArray();
            NDArray all = logits.logSoftmax(1); // (N, V)
            logits.close(); // two arrays of this size at a time, no more
            float[] logProbabilities = tensors.ofTargets(all).toFloatArray();
            float[] highest = all.max(new int[] {1}).toFloatArray();
            float[] entropies = entropies(all);
            long[] targets = tensors.targets().toLongArray();
            boolean[] counted = tensors.carriesLoss();
            for (int i = 0; i < counted.length; i++) {
                if (counted[i]) {
                    sums.tokens++;
                    sums.loss -= logProbabilities[i];
                    boolean correct = predicted[i] == targets[i];
                    sums.correct += correct ? 1 : 0;
                    sums.confident += logProbabilities[i] > CONFIDENT ? 1 : 0;
                    sums.confidence.add(logProbabilities[i], highest[i], correct, entropies[i]);
                }
            }
        }
    }

    /** Entropy of each distribution in nats, (N), from its log-probabilities (N, V), which are closed. */
    private static float[] entropies(NDArray all) {
        try (NDArray finite = all.clip(LOWEST, 0)) { // (N, V); 0 * -infinity is no number
            all.close();
            try (NDArray products = finite.exp()) { // (N, V)
                products.muli(finite);
                return products.sum(new int[] {1}).neg().toFloatArray();
            }
        }
    }
}
