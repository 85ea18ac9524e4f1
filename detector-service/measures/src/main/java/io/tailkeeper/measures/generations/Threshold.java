package io.tailkeeper.measures.generations;

import java.util.OptionalDouble;

/**
 * A threshold of a measure and the side of it that is worse.
 *
 * @param value the threshold
 * @param rising whether more than the value is worse; else less is
 */
public record Threshold(double value, boolean rising) {

    public Threshold {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("threshold: " + value + " is not a finite number");
        }
    }

    /** Whether a measure is on the worse side; at the threshold it is not. */
    public boolean crossedBy(double measure) {
        return rising ? measure > value : measure < value;
    }

    /**
     * Time to failure: when a measure first crosses the threshold, in generations, on the straight line between the generation
     * that does and the one measured before (as the fidelity interval of ForTIFAI, arXiv 2509.08972).
     *
     * @param measures of generation 0 and every later one; not a number where there is none
     * @return empty when it does not cross; 0 when the first measured generation is generation 0 and beyond already
     */
    public OptionalDouble timeToFailure(double[] measures) {
        int before = -1;
        for (int generation = 0; generation < measures.length; generation++) {
            if (crossedBy(measures[generation])) {
                return OptionalDouble.of(before < 0 ? generation : between(measures, before, generation));
            }
            if (!Double.isNaN(measures[generation])) {
                before = generation;
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * From when on a measure stays beyond the threshold, in generations; like {@link #timeToFailure} but for crossings that it takes
     * back.
     *
     * @return empty when the last one measured is not beyond, or none is measured
     */
    public OptionalDouble beyondFrom(double[] measures) {
        int after = -1;
        for (int generation = measures.length - 1; generation >= 0; generation--) {
            if (crossedBy(measures[generation])) {
                after = generation;
            } else if (!Double.isNaN(measures[generation])) {
                return after < 0 ? OptionalDouble.empty() : OptionalDouble.of(between(measures, generation, after));
            }
        }
        return after < 0 ? OptionalDouble.empty() : OptionalDouble.of(after);
    }

    private double between(double[] measures, int before, int after) {
        double share = Double.isInfinite(measures[after])
                ? 0
                : (value - measures[before]) / (measures[after] - measures[before]);
        return before + share * (after - before);
    }
}
