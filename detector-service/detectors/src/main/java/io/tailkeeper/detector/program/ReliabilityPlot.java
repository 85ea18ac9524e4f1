package io.tailkeeper.detector.program;

import io.tailkeeper.detector.evaluation.Bootstrap;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.ReliabilityBin;
import java.util.List;
import java.util.Locale;

/**
 * A reliability plot as an SVG file that needs nothing else: how many of the texts of a probability are machine-written,
 * against the diagonal on which an honest detector lies, and how many texts there are of each probability.
 */
final class ReliabilityPlot {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 720;
    private static final int LEFT = 76;
    private static final int SIDE = 480; // of the square
    private static final int TOP = 96;
    private static final int COUNTS_TOP = TOP + SIDE + 22;
    private static final int COUNTS_HEIGHT = 60;
    private static final double QUANTILE_975 = 1.959964;

    private static final String STYLE =
            """
            <style>
            text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #424a53 }
            .title { font-size: 17px; font-weight: 600; fill: #1f2328 }
            .small { font-size: 10px; fill: #57606a }
            .grid { stroke: #d8dee4; stroke-width: 1 }
            .bar { fill: #a5c8ee }
            .count { fill: #c4ccd4 }
            .interval { stroke: #0a4a8f; stroke-width: 1.4 }
            .point { fill: #0a4a8f }
            .diagonal { stroke: #57606a; stroke-width: 1.4; stroke-dasharray: 5 4 }
            .frame { fill: none; stroke: #8c959f }
            </style>
            """;

    private final Evaluation evaluation;
    private final StringBuilder svg = new StringBuilder();

    private ReliabilityPlot(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The plot of an evaluation. */
    static String of(StoredDetector detector, Evaluation evaluation) {
        ReliabilityPlot plot = new ReliabilityPlot(evaluation);
        plot.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        plot.add(
                " aria-label=\"Reliability of the %s detector\">\n",
                detector.kind().id());
        plot.svg.append(STYLE);
        plot.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, HEIGHT);
        plot.heading(detector);
        plot.axes();
        plot.bins();
        plot.counts();
        return plot.svg.append("</svg>\n").toString();
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void text(String style, String anchor, double x, double y, String text) {
        add("<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", style, anchor, x, y, text);
    }

    private static double x(double probability) {
        return LEFT + probability * SIDE;
    }

    private static double y(double share) {
        return TOP + (1 - share) * SIDE;
    }

    private void heading(StoredDetector detector) {
        Bootstrap.Interval quality = evaluation.overall().quality();
        text("title", "start", LEFT, 30, "Reliability: " + detector.kind().id() + " detector " + detector.version());
        String texts = "%,d human and %,d machine-written texts";
        text(
                "",
                "start",
                LEFT,
                54,
                format(texts, evaluation.overall().human(), evaluation.overall().machine()));
        text(
                "",
                "start",
                LEFT,
                74,
                format(
                        "Expected calibration error %.3f (95 %% interval %.3f - %.3f)",
                        quality.value().calibrationError(),
                        quality.low().calibrationError(),
                        quality.high().calibrationError()));
    }

    private void axes() {
        for (int fifth = 0; fifth <= 5; fifth++) {
            double at = fifth / 5.0;
            add("<path class=\"grid\" d=\"M%d %.1fh%d\"/>\n", LEFT, y(at), SIDE);
            add("<path class=\"grid\" d=\"M%.1f %dv%d\"/>\n", x(at), TOP, SIDE);
            text("", "end", LEFT - 8, y(at) + 4, format("%.1f", at));
            text("", "middle", x(at), COUNTS_TOP + COUNTS_HEIGHT + 20, format("%.1f", at));
        }
        text("", "middle", x(0.5), HEIGHT - 12, "probability of being machine-written that the detector gives");
        add(
                "<text text-anchor=\"middle\" transform=\"translate(24 %.1f) rotate(-90)\">%s</text>\n",
                y(0.5), "share of the texts that is machine-written");
        add(
                "<text text-anchor=\"middle\" transform=\"translate(24 %.1f) rotate(-90)\">texts</text>\n",
                COUNTS_TOP + COUNTS_HEIGHT / 2.0);
    }

    private void bins() {
        List<ReliabilityBin> filled = filled();
        for (ReliabilityBin bin : filled) {
            add(
                    "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                    x(bin.from()) + 1, y(bin.machineShare()), width(bin), bin.machineShare() * SIDE);
        }
        add("<path class=\"diagonal\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", x(0), y(0), x(1), y(1));
        for (ReliabilityBin bin : filled) {
            double[] interval = interval(bin);
            add(
                    "<path class=\"interval\" d=\"M%.1f %.1fV%.1f\"/>\n",
                    x(bin.probability()), y(interval[0]), y(interval[1]));
            add(
                    "<circle class=\"point\" r=\"4\" cx=\"%.1f\" cy=\"%.1f\"><title>",
                    x(bin.probability()), y(bin.machineShare()));
            add(
                    "%,d texts, mean probability %.3f, machine-written %.3f (95 %% interval %.3f - %.3f)</title></circle>\n",
                    bin.texts(), bin.probability(), bin.machineShare(), interval[0], interval[1]);
        }
        add("<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", LEFT, TOP, SIDE, SIDE);
    }

    private void counts() {
        List<ReliabilityBin> filled = filled();
        double most = filled.stream().mapToInt(ReliabilityBin::texts).max().orElse(1);
        double bottom = COUNTS_TOP + COUNTS_HEIGHT;
        for (ReliabilityBin bin : filled) {
            double height = Math.max(1, bin.texts() / most * (COUNTS_HEIGHT - 12));
            add(
                    "<rect class=\"count\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
                    x(bin.from()) + 1, bottom - height, width(bin), height);
            String count = format("%,d", bin.texts());
            text("small", "middle", x((bin.from() + bin.to()) / 2), bottom - height - 3, count);
        }
        add("<path class=\"frame\" d=\"M%d %.1fh%d\"/>\n", LEFT, bottom, SIDE);
    }

    private List<ReliabilityBin> filled() {
        return evaluation.reliability().stream().filter(bin -> bin.texts() > 0).toList();
    }

    private static double width(ReliabilityBin bin) {
        return (bin.to() - bin.from()) * SIDE - 2;
    }

    /** Wilson's interval of the share. */
    private static double[] interval(ReliabilityBin bin) {
        double squared = QUANTILE_975 * QUANTILE_975;
        double centre = (bin.machineShare() + squared / (2 * bin.texts())) / (1 + squared / bin.texts());
        double half = QUANTILE_975
                / (1 + squared / bin.texts())
                * Math.sqrt(
                        (bin.machineShare() * (1 - bin.machineShare()) + squared / (4 * bin.texts())) / bin.texts());
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }
}
