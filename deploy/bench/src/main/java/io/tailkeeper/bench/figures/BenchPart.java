package io.tailkeeper.bench.figures;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of several measures of a bench.
 *
 * @param value the figure
 * @param unit of the figure
 * @param goal what it should be
 * @param reached whether it is
 * @param figures further ones, by name with unit
 */
public record BenchPart(double value, String unit, String goal, boolean reached, Map<String, Object> figures) {

    public BenchPart {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** One that should be high. */
    public static BenchPart atLeast(double goal, double value, String unit, Map<String, Object> figures) {
        return new BenchPart(value, unit, "at least " + plain(goal), value >= goal, figures);
    }

    /** One that should be low. */
    public static BenchPart below(double goal, double value, String unit, Map<String, Object> figures) {
        return new BenchPart(value, unit, "below " + plain(goal), value < goal, figures);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.format(java.util.Locale.ROOT, "%,d", (long) number) : "" + number;
    }
}
