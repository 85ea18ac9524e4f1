package io.tailkeeper.report.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a figure spread over seeds.
 *
 * @param n values
 * @param mean their mean, summed in the order given
 * @param standardError of the mean: sd / sqrt(n), with n - 1 in the standard deviation; null for a single value
 * @param min the smallest
 * @param max the largest
 */
public record Spread(int n, double mean, @Nullable Double standardError, double min, double max) {

    /**
     * The spread of some values.
     *
     * @throws IllegalArgumentException when there is none, or one is not finite
     */
    public static Spread of(List<Double> values) {
        if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a spread is of one or more finite values, not of " + values);
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        int n = values.size();
        double mean = sum / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Spread(n, mean, n == 1 ? null : Math.sqrt(squares / (n - 1) / n), min, max);
    }

    /**
     * The interval to state beside the mean: Student's t interval of 95 % from three values on. Two values give their range,
     * because t with one degree of freedom makes every interval about nine times as wide as they are apart. Null for a
     * single value.
     */
    public @Nullable Interval interval() {
        return standardError == null || n > 2 ? tInterval() : new Interval(Interval.Kind.RANGE, min, max);
    }

    /** Student's t interval of 95 % for the mean; null for a single value. */
    public @Nullable Interval tInterval() {
        if (standardError == null) {
            return null;
        }
        double half = StudentT.quantile(n - 1) * standardError;
        return new Interval(Interval.Kind.T95, mean - half, mean + half);
    }
}
