package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;

/**
 * Truncated Cross Entropy (ForTIFAI, arXiv 2509.08972) whose threshold follows the model: {@code gamma = mean + a *
 * standard deviation} of the p_t of the previous epoch's loss-carrying tokens, masked or not, held within 0 to 1. In the
 * first epoch nothing is masked.
 */
final class DynamicTruncatedCrossEntropyLoss implements TokenLoss {

    private static final System.Logger LOG = System.getLogger(DynamicTruncatedCrossEntropyLoss.class.getName());

    private final double deviations;
    private double confidenceThreshold = 1;
    private long epoch;
    private long tokens;
    private double sum;
    private double squares;

    /** @param deviations a */
    DynamicTruncatedCrossEntropyLoss(double deviations) {
        this.deviations = deviations;
    }

    /** gamma of the running epoch. */
    double confidenceThreshold() {
        return confidenceThreshold;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return truncated().losses(logProbabilities);
    }

    @Override
    public Optional<NDArray> kept(NDArray logProbabilities) {
        return truncated().kept(logProbabilities);
    }

    private TruncatedCrossEntropyLoss truncated() {
        return new TruncatedCrossEntropyLoss(confidenceThreshold);
    }

    @Override
    public void beginStep(long epoch) {
        if (epoch > this.epoch && tokens > 0) {
            double mean = sum / tokens;
            double deviation = Math.sqrt(Math.max(0, squares / tokens - mean * mean));
            confidenceThreshold = Math.clamp(mean + deviations * deviation, 0, 1);
            LOG.log(
                    System.Logger.Level.INFO,
                    "dynamic TCE: threshold " + confidenceThreshold + " from epoch " + epoch + " on; mean probability "
                            + mean + ", deviation " + deviation + " over " + tokens + " tokens");
            tokens = 0;
            sum = 0;
            squares = 0;
        }
        this.epoch = epoch;
    }

    @Override
    public void observe(NDArray logProbabilities, boolean[] carriesLoss) {
        float[] probabilities = logProbabilities.stopGradient().exp().toFloatArray();
        for (int i = 0; i < probabilities.length; i++) {
            if (carriesLoss[i]) {
                tokens++;
                sum += probabilities[i];
                squares += (double) probabilities[i] * probabilities[i];
            }
        }
    }

    @Override
    public Map<String, String> memory() {
        return Map.of(
                "threshold", Double.toHexString(confidenceThreshold),
                "epoch", Long.toString(epoch),
                "tokens", Long.toString(tokens),
                "sum", Double.toHexString(sum),
                "squares", Double.toHexString(squares));
    }

    @Override
    public void restore(Map<String, String> memory) {
        confidenceThreshold = Double.parseDouble(memory.get("threshold"));
        epoch = Long.parseLong(memory.get("epoch"));
        tokens = Long.parseLong(memory.get("tokens"));
        sum = Double.parseDouble(memory.get("sum"));
        squares = Double.parseDouble(memory.get("squares"));
    }
}
