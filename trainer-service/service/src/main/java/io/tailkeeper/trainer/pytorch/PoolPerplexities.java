package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.trainer.TokenRow;
import io.tailkeeper.trainer.TokenRows;
import io.tailkeeper.trainer.TrainingCancelledException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * How much each text of a pool surprises a model: the exponential of the mean negative log-likelihood of its tokens, each text
 * after its prompt (surplexity, arXiv 2410.12341, which has no prompts).
 */
public final class PoolPerplexities {

    private static final int BATCH = 32;

    private final LanguageModel model;
    private final TokenRows rows;
    private final BooleanSupplier cancelled;

    /** @param model the model, which stays the caller's to close */
    public PoolPerplexities(LanguageModel model, TokenRows rows, BooleanSupplier cancelled) {
        this.model = model;
        this.rows = rows;
        this.cancelled = cancelled;
    }

    /**
     * Of each text, in their order; 1 for one without a token to judge.
     *
     * @param texts the sample at a position
     * @throws TrainingCancelledException when nobody wants them any more
     */
    public double[] of(List<Long> positions, LongFunction<SampleCollected> texts) {
        double[] perplexities = new double[positions.size()];
        for (int from = 0; from < perplexities.length; from += BATCH) {
            if (cancelled.getAsBoolean()) {
                throw new TrainingCancelledException();
            }
            int to = Math.min(perplexities.length, from + BATCH);
            List<TokenRow> batch = positions.subList(from, to).stream()
                    .map(texts::apply)
                    .map(sample -> rows.of(sample.prompt(), sample.text()))
                    .toList();
            System.arraycopy(perplexities(batch), 0, perplexities, from, to - from);
        }
        return perplexities;
    }

    private double[] perplexities(List<TokenRow> batch) {
        double[] weights = new double[batch.size()];
        Arrays.fill(weights, 1);
        double[] sums = new double[batch.size()];
        int[] tokens = new int[batch.size()];
        try (NDManager scope = model.manager().newSubManager()) {
            LossBatch tensors = new LossBatch(scope, batch, weights);
            float[] logProbabilities;
            try (NDArray logits = tensors.targetLogits(model)) { // (N, V)
                logProbabilities = tensors.logProbabilities(logits).toFloatArray();
            }
            boolean[] counted = tensors.carriesLoss();
            int columns = counted.length / batch.size();
            for (int i = 0; i < counted.length; i++) {
                if (counted[i]) {
                    sums[i / columns] -= logProbabilities[i];
                    tokens[i / columns]++;
                }
            }
        }
        for (int row = 0; row < sums.length; row++) {
            sums[row] = tokens[row] == 0 ? 1 : Math.exp(sums[row] / tokens[row]);
        }
        return sums;
    }
}
