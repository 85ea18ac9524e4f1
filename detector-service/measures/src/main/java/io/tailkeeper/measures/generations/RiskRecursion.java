package io.tailkeeper.measures.generations;

/**
 * The risk that theory predicts for a chain of models, each of which learns a mixture of fresh real samples and samples of the model
 * before it, as a multiple of the risk of generation 0: R_t = (n_0 / n_t) R_0 + ((n_t - 1) / n_t) (1 - alpha_t)^2 R_(t-1) (Bakshi and
 * Chakraborty, arXiv 2602.10531). It is derived for estimates whose variance falls as 1 / n; a language model's loss need not follow it.
 */
public final class RiskRecursion {

    private RiskRecursion() {}

    /**
     * The risk of each generation.
     *
     * @param sizes n_0 to n_T, samples that each generation learns from, at least 1
     * @param realShares alpha_0 to alpha_T, the share of them that is real, 0 to 1; that of generation 0 is not read
     * @return R_0 to R_T divided by R_0
     * @throws IllegalArgumentException when there are not equally many, or one is out of range
     */
    public static double[] of(double[] sizes, double[] realShares) {
        if (sizes.length == 0 || sizes.length != realShares.length) {
            throw new IllegalArgumentException(
                    "the risk of a chain needs a size and a real share for each generation, but there" + " are "
                            + sizes.length + " sizes and " + realShares.length + " shares");
        }
        double[] risks = new double[sizes.length];
        for (int t = 0; t < sizes.length; t++) {
            if (!(sizes[t] >= 1) || !(realShares[t] >= 0) || !(realShares[t] <= 1)) {
                throw new IllegalArgumentException("generation " + t + " of a chain has " + sizes[t] + " samples, "
                        + realShares[t] + " of them real; at least one sample is needed, and a share from 0 to 1");
            }
            double synthetic = 1 - realShares[t];
            risks[t] =
                    t == 0 ? 1 : sizes[0] / sizes[t] + (sizes[t] - 1) / sizes[t] * synthetic * synthetic * risks[t - 1];
        }
        return risks;
    }

    /**
     * What the risk tends to where every generation is large and has the same share, R / R_0 = 1 / (1 - (1 - alpha)^2), our
     * derivation from the recursion; infinite without real samples.
     */
    public static double steady(double realShare) {
        return 1 / (1 - (1 - realShare) * (1 - realShare));
    }
}
