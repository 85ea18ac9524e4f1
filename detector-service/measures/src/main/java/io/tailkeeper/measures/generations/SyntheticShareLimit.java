package io.tailkeeper.measures.generations;

/**
 * How much machine-written text a chain of models bears, by the recursion of {@link RiskRecursion} for large generations, from what its
 * first generation lost. A chain with a share b of machine-written text lies G_t = b^2 (R + G_(t-1)) above one that learns from human
 * text alone, with G_0 = 0. So G_1 = b^2 R gives R, and G_t = G_1 (1 - b^(2 t)) / (1 - b^2). Our derivation from Bakshi and Chakraborty,
 * arXiv 2602.10531, where R is the risk of a fresh sample; here it is whatever the first generation shows.
 */
public final class SyntheticShareLimit {

    private SyntheticShareLimit() {}

    /**
     * The largest share with which the distance stays within a tolerance for good: sqrt(e / (e + R)), R = G_1 / b^2.
     *
     * @param first G_1, the distance after one generation, above 0
     * @param share b, of machine-written text in what was learned, above 0 and at most 1
     * @param tolerance e, above 0, in the unit of the distance
     * @throws IllegalArgumentException when one is out of range
     */
    public static double of(double first, double share, double tolerance) {
        require(first, share);
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "a tolerance of " + tolerance + " bears no distance; it must be above 0");
        }
        return Math.sqrt(tolerance / (tolerance + first / (share * share)));
    }

    /**
     * G_t: the distance after some generations.
     *
     * @param generation t, at least 1
     * @throws IllegalArgumentException when an argument is out of range
     */
    public static double foreseen(double first, double share, int generation) {
        require(first, share);
        double distance = first;
        for (int t = 2; t <= generation; t++) {
            distance = first + share * share * distance;
        }
        return distance;
    }

    private static void require(double first, double share) {
        if (!(first > 0) || !(share > 0) || !(share <= 1)) {
            throw new IllegalArgumentException("a chain that lost " + first + " with a share of " + share
                    + " machine-written text says nothing of another share; both must be above 0");
        }
    }
}
