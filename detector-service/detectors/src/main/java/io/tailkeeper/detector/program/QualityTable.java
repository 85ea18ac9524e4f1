package io.tailkeeper.detector.program;

import io.tailkeeper.detector.evaluation.Bootstrap;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.Quality;
import io.tailkeeper.detector.evaluation.SourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** An evaluation for people: one row a source, the last one on all; intervals in brackets. */
final class QualityTable {

    private static final List<String> HEADING = List.of(
            "source",
            "human",
            "machine",
            "AUROC",
            "TPR at 1 % FPR",
            "TPR at 5 % FPR",
            "ECE",
            "Brier",
            "accused at 1 %",
            "accused at 5 %");

    private QualityTable() {}

    /** Cells by row, the heading first. */
    static List<List<String>> rows(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        evaluation.sources().forEach(source -> rows.add(row(source)));
        rows.add(row(evaluation.overall()));
        return rows;
    }

    private static List<String> row(SourceReport report) {
        List<String> row = new ArrayList<>(
                List.of(report.source(), format("%,d", report.human()), format("%,d", report.machine())));
        for (Quality.Figure figure : Quality.FIGURES) {
            row.add(cell(report.quality(), figure.value()));
        }
        row.add(share(report.accused1()));
        row.add(share(report.accused5()));
        return row;
    }

    private static String cell(Bootstrap.Interval quality, ToDoubleFunction<Quality> figure) {
        double value = figure.applyAsDouble(quality.value());
        double low = figure.applyAsDouble(quality.low());
        if (Double.isNaN(value)) {
            return "-";
        }
        return Double.isNaN(low)
                ? format("%.3f", value)
                : format("%.3f (%.3f - %.3f)", value, low, figure.applyAsDouble(quality.high()));
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : format("%.1f %%", 100 * share);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The lines of a table for a terminal: the first column to the left, the others to the right. */
    static List<String> aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, HEADING.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.getFirst())
                    .append(" ".repeat(widths[0] - row.getFirst().length()));
            for (int column = 1; column < widths.length; column++) {
                line.append("  ")
                        .append(" ".repeat(widths[column] - row.get(column).length()))
                        .append(row.get(column));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The lines of a table in Markdown. */
    static List<String> markdown(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add("| " + String.join(" | ", row) + " |");
            if (lines.size() == 1) {
                lines.add("| --- |" + " ---: |".repeat(row.size() - 1));
            }
        }
        return lines;
    }
}
