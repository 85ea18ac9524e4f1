package io.tailkeeper.measures;

/**
 * Population stability index between two histograms: the sum over bins of (p - q) ln(p / q), in nats (Jeffreys' divergence; in credit
 * scoring below 0.1 is called stable, above 0.25 shifted). 1/2 is added to every count, so that an empty bin gives no infinity.
 */
public final class PopulationStability {

    private static final double ADDED = 0.5;

    private PopulationStability() {}

    /**
     * The index, 0 for histograms of one shape.
     *
     * @param first counts by bin
     * @param second counts by the same bins
     * @throws IllegalArgumentException when they have other bins, or none
     */
    public static double of(long[] first, long[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("population stability: " + first.length + " bins beside " + second.length
                    + "; both histograms must have the same bins, one at least");
        }
        double firstTotal = total(first);
        double secondTotal = total(second);
        double sum = 0;
        for (int bin = 0; bin < first.length; bin++) {
            double p = (first[bin] + ADDED) / firstTotal;
            double q = (second[bin] + ADDED) / secondTotal;
            sum += (p - q) * Math.log(p / q);
        }
        return sum;
    }

    private static double total(long[] counts) {
        double total = ADDED * counts.length;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}
