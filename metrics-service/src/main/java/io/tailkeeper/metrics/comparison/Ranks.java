package io.tailkeeper.metrics.comparison;

import java.util.Arrays;

/** Ranks of values, from 1; equal values share the mean of their ranks. */
final class Ranks {

    private Ranks() {}

    static double[] of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Arrays.stream(values)
                .map(value -> (below(sorted, value) + below(sorted, Math.nextUp(value)) + 1) / 2.0)
                .toArray();
    }

    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
