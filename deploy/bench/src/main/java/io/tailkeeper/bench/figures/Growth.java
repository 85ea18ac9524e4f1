package io.tailkeeper.bench.figures;

import java.util.List;

/**
 * Resident sizes at every hundredth of the way.
 *
 * @param resident bytes
 */
public record Growth(List<Long> resident) {

    /** Points of the way. */
    public static final int POINTS = 100;

    private static final int TENTH = POINTS / 10;

    /** The median of the second tenth: the first one warms up. */
    public double settled() {
        return median(TENTH, 2 * TENTH);
    }

    /** The median of the last tenth. */
    public double last() {
        return median(POINTS - TENTH, POINTS);
    }

    /** The largest. */
    public double most() {
        return resident.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What came on top after the first tenth. */
    public double bytes() {
        return last() - settled();
    }

    private double median(int from, int to) {
        return Median.of(
                resident.subList(from, to).stream().map(Long::doubleValue).toList());
    }
}
