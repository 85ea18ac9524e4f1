package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.tailkeeper.contracts.Seeds;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * Cross entropy over as many tokens as truncated cross entropy keeps: of a step, or of each part of it, as many loss-carrying
 * targets are masked as have more probability than the threshold, chosen by chance. The control of ForTIFAI's loss (arXiv
 * 2509.08972): what TCE does beyond this comes from which tokens it masks, not from how many.
 *
 * <p>The draw follows from seed, step and part alone, so a resumed training draws the same.
 */
final class RandomMaskLoss implements TokenLoss {

    private final TruncatedCrossEntropyLoss truncated;
    private final long seed;
    private int step;
    private int part;
    private long[] order = {};
    private float[] carriesLoss = {};

    /** @param confidenceThreshold gamma of the TCE whose number of masked targets it takes, 0 to 1 */
    RandomMaskLoss(double confidenceThreshold, long seed) {
        this.truncated = new TruncatedCrossEntropyLoss(confidenceThreshold);
        this.seed = seed;
    }

    @Override
    public void beginStep(int step, long epoch) {
        this.step = step;
        this.part = 0;
    }

    @Override
    public void beginPart(boolean[] carriesLoss) {
        this.order = order(carriesLoss, new Random(Seeds.of(seed, "step-" + step + "-part-" + part++, "mask")));
        this.carriesLoss = new float[carriesLoss.length];
        for (int i = 0; i < carriesLoss.length; i++) {
            this.carriesLoss[i] = carriesLoss[i] ? 1 : 0;
        }
    }

    /** In which place each target is masked, those that carry loss in a shuffled order; the others never. */
    private static long[] order(boolean[] carriesLoss, Random random) {
        long[] order = new long[carriesLoss.length];
        Arrays.fill(order, Long.MAX_VALUE);
        int[] shuffled = new int[carriesLoss.length];
        int size = 0;
        for (int target = 0; target < carriesLoss.length; target++) {
            if (carriesLoss[target]) {
                int other = random.nextInt(size + 1);
                shuffled[size++] = shuffled[other];
                shuffled[other] = target;
            }
        }
        for (int place = 0; place < size; place++) {
            order[shuffled[place]] = place;
        }
        return order;
    }

    @Override
    public NDArray losses(NDArray logProbabilities) {
        return logProbabilities.neg().mul(mask(logProbabilities));
    }

    @Override
    public Optional<NDArray> kept(NDArray logProbabilities) {
        return Optional.of(mask(logProbabilities));
    }

    private NDArray mask(NDArray logProbabilities) {
        NDArray keptByTce = truncated.kept(logProbabilities).orElseThrow(); // (N)
        NDArray counted = logProbabilities.getManager().create(carriesLoss); // (N)
        NDArray masked = counted.toType(DataType.INT64, false)
                .sub(counted.mul(keptByTce).toType(DataType.INT64, false))
                .sum(); // a scalar
        return logProbabilities.getManager().create(order).gte(masked).toType(logProbabilities.getDataType(), false);
    }
}
