package io.tailkeeper.measures;

import java.util.Arrays;

/** The expected calibration error, see {@link CalibrationError}, of probabilities that come one after the other. Keeps one sum a bin. */
public final class CalibrationSum {

    private final double[] gaps = new double[CalibrationError.BINS];
    private long total;

    /**
     * Takes a probability that something is so.
     *
     * @param probability 0 to 1
     * @param positive whether it is so
     * @param count how often it counts
     */
    public void add(double probability, boolean positive, int count) {
        gaps[CalibrationError.bin(probability)] += count * (probability - (positive ? 1 : 0));
        total += count;
    }

    /** The error of all so far; not a number when there are none. */
    public double error() {
        return Arrays.stream(gaps).map(Math::abs).sum() / total;
    }
}
