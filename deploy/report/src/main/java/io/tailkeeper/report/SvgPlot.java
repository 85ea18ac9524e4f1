package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A line plot by generation as an SVG element; colours come from the page's style sheet. */
final class SvgPlot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 52;
    private static final int RIGHT = 138;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;
    private static final int LABEL_HEIGHT = 15;

    private final List<Series> series;
    private final double least;
    private final double most;
    private final int generations;

    /**
     * One line.
     *
     * @param name label at its end
     * @param style index of its colour
     * @param floor drawn dashed: what the others are measured against
     * @param points value of each generation, from generation 0; NaN where there is none
     * @param singles the same of each run that {@code points} are the mean of; none where it is one run
     */
    record Series(String name, int style, boolean floor, List<Double> points, List<List<Double>> singles) {}

    /** Where a value lies on an axis. */
    interface Scale {
        double at(double value);
    }

    private SvgPlot(List<Series> series, double step) {
        this.series = series;
        double[] values = values(series).toArray();
        this.least = Math.floor(DoubleStream.of(values).min().orElse(0) / step) * step;
        this.most =
                Math.max(least + step, Math.ceil(DoubleStream.of(values).max().orElse(1) / step) * step);
        this.generations = Math.max(
                1,
                series.stream().mapToInt(each -> each.points().size() - 1).max().orElse(1));
    }

    static String of(List<Series> series, String title) {
        List<Series> drawn = series.stream()
                .filter(each -> values(List.of(each)).count() > 0)
                .toList();
        double[] values = values(drawn).toArray();
        double range = DoubleStream.of(values).max().orElse(1)
                - DoubleStream.of(values).min().orElse(0);
        double step = step(Math.max(range, 1e-3));
        SvgPlot plot = new SvgPlot(drawn, step);
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"" + Html.escaped(title)
                + "\">" + plot.grid(step) + plot.lines() + plot.labels() + "</svg>";
    }

    private static DoubleStream values(List<Series> series) {
        return series.stream()
                .flatMap(each -> Stream.concat(
                        each.points().stream(), each.singles().stream().flatMap(List::stream)))
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite);
    }

    /** A round step that cuts a range into four to eight parts. */
    static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double parts = range / 4 / power;
        return power * (parts >= 5 ? 5 : parts >= 2 ? 2 : 1);
    }

    private double x(double generation) {
        return LEFT + generation / generations * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return TOP + (most - value) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }

    private String grid(double step) {
        StringBuilder svg = new StringBuilder();
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        for (long i = 0; i <= Math.round((most - least) / step); i++) {
            double value = least + i * step;
            svg.append(text(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value)));
            svg.append(text(
                    "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%." + decimals + "f</text>",
                    LEFT - 8,
                    y(value) + 4,
                    value));
        }
        int every = Math.max(1, (int) Math.ceil(generations / 10.0));
        for (int generation = 0; generation <= generations; generation += every) {
            svg.append(text(
                    "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%d</text>",
                    x(generation), HEIGHT - BOTTOM + 18, generation));
        }
        svg.append(text(
                "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">generation</text>",
                x(generations / 2.0), HEIGHT - 4));
        return svg.toString();
    }

    private String lines() {
        StringBuilder svg = new StringBuilder();
        for (Series each : series) {
            StringBuilder dots = new StringBuilder();
            for (int generation = 0; generation < each.points().size(); generation++) {
                double value = each.points().get(generation);
                if (Double.isFinite(value)) {
                    dots.append(text(
                            "<circle r=\"3.2\" cx=\"%.1f\" cy=\"%.1f\"><title>%s, generation %d: %.3f</title></circle>",
                            x(generation), y(value), Html.escaped(each.name()), generation, value));
                }
            }
            svg.append("<g class=\"s")
                    .append(each.style())
                    .append(each.floor() ? " floor" : "")
                    .append("\">")
                    .append(SeedPlot.behind(each, this::x, this::y))
                    .append("<path d=\"")
                    .append(SeedPlot.path(each.points(), this::x, this::y))
                    .append("\"/>")
                    .append(dots)
                    .append("</g>");
        }
        return svg.toString();
    }

    /** Names at the ends of the lines, pushed apart where they would overlap. */
    private String labels() {
        List<Series> byHeight = new ArrayList<>(series);
        byHeight.sort(Comparator.comparingDouble(each -> y(last(each))));
        double[] heights = byHeight.stream().mapToDouble(each -> y(last(each))).toArray();
        for (int i = 1; i < heights.length; i++) {
            heights[i] = Math.max(heights[i], heights[i - 1] + LABEL_HEIGHT);
        }
        double limit = HEIGHT - BOTTOM + 4.0;
        for (int i = heights.length - 1; i >= 0; i--) {
            heights[i] = Math.min(heights[i], limit);
            limit = heights[i] - LABEL_HEIGHT;
        }
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < heights.length; i++) {
            Series each = byHeight.get(i);
            svg.append(text(
                    "<text class=\"label s%d\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    each.style(),
                    x(each.points().size() - 1.0) + 10,
                    heights[i] + 4,
                    Html.escaped(each.floor() ? each.name() + " (floor)" : each.name())));
        }
        return svg.toString();
    }

    private static double last(Series series) {
        return series.points().reversed().stream()
                .filter(Double::isFinite)
                .findFirst()
                .orElse(0.0);
    }
}
