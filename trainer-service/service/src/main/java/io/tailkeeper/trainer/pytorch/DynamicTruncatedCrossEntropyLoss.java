package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private double[] sums = new double[3];
    private @Nullable NDArray running; // what the sums have become, on the device

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
    public void beginStep(int step, long epoch) {
        if (epoch > this.epoch && sums()[0] > 0) {
            double tokens = sums[0];
            double mean = sums[1] / tokens;
            double deviation = Math.sqrt(Math.max(0, sums[2] / tokens - mean * mean));
            confidenceThreshold = Math.clamp(mean + deviations * deviation, 0, 1);
            LOG.log(
                    System.Logger.Level.INFO,
                    "dynamic TCE: threshold " + confidenceThreshold + " from epoch " + epoch + " on; mean probability "
                            + mean + ", deviation " + deviation + " over " + (long) tokens + " tokens");
            sums = new double[3];
        }
        this.epoch = epoch;
    }

    @Override
    public void observe(NDArray logProbabilities, NDArray counted) {
        NDArray tokens = counted.toType(DataType.FLOAT64, false);
        NDArray probabilities = logProbabilities
                .stopGradient()
                .exp()
                .toType(DataType.FLOAT64, false)
                .mul(tokens);
        NDArray added = NDArrays.stack(new NDList(
                tokens.sum(), probabilities.sum(), probabilities.square().sum()));
        if (running == null) {
            running = logProbabilities.getManager().getParentManager().create(sums);
        }
        running.addi(added);
    }

    /** Number, sum and sum of squares of the probabilities of the running epoch; waits for the device. */
    private double[] sums() {
        if (running != null) {
            sums = running.toDoubleArray();
            running.close();
            running = null;
        }
        return sums;
    }

    @Override
    public Map<String, String> memory() {
        return Map.of(
                "threshold", Double.toHexString(confidenceThreshold),
                "epoch", Long.toString(epoch),
                "tokens", Long.toString((long) sums()[0]),
                "sum", Double.toHexString(sums[1]),
                "squares", Double.toHexString(sums[2]));
    }

    @Override
    public void restore(Map<String, String> memory) {
        confidenceThreshold = Double.parseDouble(memory.get("threshold"));
        epoch = Long.parseLong(memory.get("epoch"));
        sums = new double[] {
            Long.parseLong(memory.get("tokens")),
            Double.parseDouble(memory.get("sum")),
            Double.parseDouble(memory.get("squares"))
        };
    }
}
