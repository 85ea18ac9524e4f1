package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The line of an arm; of several seeds the mean, with a band from the smallest to the largest and a thin line for each. */
final class SeedPlot {

    private SeedPlot() {}

    static SvgPlot.Series series(ArmGroup group, int style, ToDoubleFunction<GenerationReport> figure) {
        List<List<Double>> lines =
                group.runs().stream().map(run -> points(run, figure)).toList();
        return new SvgPlot.Series(
                group.arm(),
                style,
                group.example().floor(),
                lines.size() == 1 ? lines.getFirst() : means(lines),
                lines.size() == 1 ? List.of() : lines);
    }

    /** From generation 0 on; NaN where a generation is missing. */
    private static List<Double> points(ArmReport arm, ToDoubleFunction<GenerationReport> figure) {
        List<Double> points = new ArrayList<>();
        for (GenerationReport each : arm.generations()) {
            while (points.size() < each.generation()) {
                points.add(Double.NaN);
            }
            points.add(figure.applyAsDouble(each));
        }
        return points;
    }

    /** NaN from the generation on that a seed lacks: a mean of other seeds would be a jump. */
    private static List<Double> means(List<List<Double>> lines) {
        int generations = lines.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, generations)
                .mapToObj(generation -> lines.stream()
                                .mapToDouble(line -> generation < line.size() ? line.get(generation) : Double.NaN)
                                .sum()
                        / lines.size())
                .toList();
    }

    /** The band and the thin lines, to be drawn below the mean; nothing for a single seed. */
    static String behind(SvgPlot.Series series, SvgPlot.Scale x, SvgPlot.Scale y) {
        StringBuilder svg = new StringBuilder();
        for (List<Double> line : series.singles()) {
            svg.append("<path class=\"single\" d=\"").append(path(line, x, y)).append("\"/>");
        }
        return svg.isEmpty() ? "" : band(series, x, y) + svg;
    }

    private static String band(SvgPlot.Series series, SvgPlot.Scale x, SvgPlot.Scale y) {
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int generation = 0; generation < series.points().size(); generation++) {
            if (Double.isFinite(series.points().get(generation))) {
                int at = generation;
                double[] values = series.singles().stream()
                        .mapToDouble(line -> line.get(at))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
                upper.append(upper.isEmpty() ? "M" : "L").append(point(x.at(at), y.at(values[values.length - 1])));
                lower.insert(0, "L" + point(x.at(at), y.at(values[0])));
            }
        }
        return "<path class=\"band\" d=\"" + upper + lower + "\"/>";
    }

    /** A line through the finite values of a path. */
    static String path(List<Double> points, SvgPlot.Scale x, SvgPlot.Scale y) {
        StringBuilder path = new StringBuilder();
        for (int generation = 0; generation < points.size(); generation++) {
            if (Double.isFinite(points.get(generation))) {
                path.append(path.isEmpty() ? 'M' : 'L').append(point(x.at(generation), y.at(points.get(generation))));
            }
        }
        return path.toString();
    }

    private static String point(double x, double y) {
        return text("%.1f %.1f", x, y);
    }
}
