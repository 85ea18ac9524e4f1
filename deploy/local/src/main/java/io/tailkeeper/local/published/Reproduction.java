package io.tailkeeper.local.published;

import io.tailkeeper.experiment.Published;
import io.tailkeeper.report.ArmReport;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was measured beside what was published. Models and texts are others here, so kinds are compared, not figures:
 *
 * <ul>
 *   <li>A ratio (published value v, measured mean over seeds m, both less 1 are the change): reproduced where the changes differ by at
 *       most a factor of {@value #FACTOR}, or by at most {@value #CLOSE}; partly where both grow or both fall by more than that;
 *       else not.
 *   <li>An arm below another: reproduced where it is in every seed, partly where only the means are, else not.
 * </ul>
 */
public final class Reproduction {

    static final double FACTOR = 1.5;
    static final double CLOSE = 0.02;
    private static final double ROUNDING = 1e-9;

    private Reproduction() {}

    /** A sentence for each published figure. */
    public static List<String> sentences(List<Published> published, List<ArmReport> runs) {
        return published.stream().map(each -> sentence(each, runs)).toList();
    }

    private static String sentence(Published published, List<ArmReport> runs) {
        String measure = published.measure().word();
        int generation = generation(published, runs);
        double[] measured = values(published.arm(), measure, generation, runs);
        String head = published.arm() + ": ";
        String behind = " (published: " + published.source() + ")";
        if (published.below() != null) {
            double[] other = values(published.below(), measure, generation, runs);
            if (measured.length == 0 || other.length != measured.length) {
                return head + "whether its " + measure + " lies below that of " + published.below()
                        + " was not measured" + behind;
            }
            return head
                    + text(
                            "%s %s after generation %d, %s %s: that it lies below was ",
                            measure, mean(measured), generation, published.below(), mean(other))
                    + below(measured, other)
                    + behind;
        }
        double value = Objects.requireNonNull(published.value(), "a figure without below has a value");
        return measured.length == 0
                ? head + measure + " after generation " + generation + " was not measured; published is " + value
                        + behind
                : head
                        + text(
                                "%s %s after generation %d, published %s after generation %s: ",
                                measure,
                                mean(measured),
                                generation,
                                text(value < 10 ? "%.3f" : "%.2f", value),
                                published.generation() == null ? "the last" : published.generation())
                        + like(average(measured), value)
                        + behind;
    }

    /** The published generation, or the last that all seeds of the arm have where they have fewer. */
    private static int generation(Published published, List<ArmReport> runs) {
        int last = runs.stream()
                .filter(run -> run.arm().equals(published.arm()))
                .mapToInt(run -> run.last().map(each -> each.generation()).orElse(0))
                .min()
                .orElse(0);
        return published.generation() == null ? last : Math.min(last, published.generation());
    }

    /** By seed, in their order. */
    private static double[] values(String arm, String measure, int generation, List<ArmReport> runs) {
        TreeMap<Long, Double> values = new TreeMap<>();
        for (ArmReport run : runs) {
            OptionalDouble figure = run.arm().equals(arm) ? run.figure(measure, generation) : OptionalDouble.empty();
            figure.ifPresent(value -> values.put(run.seed(), value));
        }
        return values.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    static String like(double measured, double published) {
        double change = measured - 1;
        double expected = published - 1;
        boolean close = Math.abs(change - expected) <= CLOSE + ROUNDING;
        double factor = change / expected;
        if (close || (factor >= 1 / FACTOR && factor <= FACTOR)) {
            return "reproduced";
        }
        return factor > 0 && Math.abs(change) > CLOSE + ROUNDING && Math.abs(expected) > CLOSE + ROUNDING
                ? "partly reproduced"
                : "not reproduced";
    }

    private static String below(double[] measured, double[] other) {
        boolean everywhere = IntStream.range(0, measured.length).allMatch(seed -> measured[seed] < other[seed]);
        if (everywhere) {
            return "reproduced" + (measured.length > 1 ? " in every seed" : " with one seed");
        }
        return average(measured) < average(other) ? "partly reproduced, not in every seed" : "not reproduced";
    }

    private static double average(double[] values) {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }

    private static String mean(double[] values) {
        return text(values.length == 1 ? "%.3f" : "%.3f in the mean", average(values));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
