package io.tailkeeper.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table at the end of a run: one row for each arm and generation, figures right-aligned. */
public final class TextTable {

    private TextTable() {}

    /** The table of an experiment: that of its runs, or of several seeds that of its arms over them. */
    public static List<String> ofExperiment(List<ArmReport> runs) {
        return ArmGroup.several(runs) ? SeedTable.lines(runs) : lines(runs);
    }

    /** Its lines; generation 0 stands once, in the row of the base run. */
    public static List<String> lines(List<ArmReport> runs) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("arm"));
        Column.FIGURES.forEach(column -> heading.add(column.title()));
        rows.add(heading);
        for (ArmReport run : runs) {
            for (GenerationReport generation : run.own()) {
                List<String> row = new ArrayList<>(List.of(run.arm()));
                Column.FIGURES.forEach(column -> row.add(column.cell().apply(run, generation)));
                rows.add(row);
            }
        }
        return aligned(rows);
    }

    /** Rows of equal length, every column left-aligned. */
    public static List<String> leftAligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = widths(rows);
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> row.get(column)
                                + " ".repeat(widths[column] - row.get(column).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }

    private static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** Rows of equal length, the first column left-aligned, the others right-aligned. */
    static List<String> aligned(List<List<String>> rows) {
        int[] widths = widths(rows);
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
}
