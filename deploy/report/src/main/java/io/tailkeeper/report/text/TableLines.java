package io.tailkeeper.report.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables in lines. Rows are of equal length, and the first is the heading. */
public final class TableLines {

    private static final String BETWEEN = "  ";
    private static final int LEAST_ROOM = 16;

    private TableLines() {}

    /** Every column left-aligned. */
    public static List<String> left(List<List<String>> rows) {
        int[] widths = widths(rows);
        return rows.stream()
                .map(row -> IntStream.range(0, widths.length)
                        .mapToObj(column -> row.get(column)
                                + " ".repeat(widths[column] - row.get(column).length()))
                        .collect(Collectors.joining(BETWEEN))
                        .stripTrailing())
                .toList();
    }

    /**
     * The same within a width. The last column is broken at blanks into the room beside the others. Where that is little, each row
     * stands on lines of its own: its first cell, and below it the others with their headings.
     *
     * @param width characters of a line; a word that is wider stands whole
     */
    public static List<String> left(List<List<String>> rows, int width) {
        int[] widths = widths(rows);
        int last = widths.length - 1;
        int room = width
                - IntStream.range(0, last)
                        .map(each -> widths[each] + BETWEEN.length())
                        .sum();
        if (widths[last] <= room) {
            return left(rows);
        }
        if (room < LEAST_ROOM) {
            return rows.stream()
                    .skip(1)
                    .flatMap(row -> stacked(rows.getFirst(), row, width))
                    .toList();
        }
        List<List<String>> broken = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cell = Paragraph.lines(row.getLast(), room);
            for (int line = 0; line < cell.size(); line++) {
                List<String> beside = new ArrayList<>(line == 0 ? row.subList(0, last) : Collections.nCopies(last, ""));
                beside.add(cell.get(line));
                broken.add(beside);
            }
        }
        return left(broken);
    }

    private static Stream<String> stacked(List<String> heading, List<String> row, int width) {
        String others = IntStream.range(1, row.size())
                .filter(column -> !row.get(column).isEmpty())
                .mapToObj(column -> heading.get(column) + ": " + row.get(column))
                .collect(Collectors.joining("; "));
        return Stream.concat(
                Stream.of(row.getFirst()),
                others.isEmpty()
                        ? Stream.empty()
                        : Paragraph.lines(others, width - BETWEEN.length()).stream()
                                .map(BETWEEN::concat));
    }

    /** The first column left-aligned, the others right-aligned. */
    public static List<String> right(List<List<String>> rows) {
        return right(rows, 1, Integer.MAX_VALUE);
    }

    /**
     * The same within a width. A table that is wider is broken into several, one below another with an empty line between, and
     * each begins with the columns that say what a row is of.
     *
     * @param keys how many columns say that, the first ones
     * @param width characters of a line; a table of the keys and a single column may be wider
     */
    public static List<String> right(List<List<String>> rows, int keys, int width) {
        int[] widths = widths(rows);
        List<String> lines = new ArrayList<>();
        int next = keys;
        do {
            int[] columns = fitting(widths, keys, next, width);
            if (!lines.isEmpty()) {
                lines.add("");
            }
            rows.forEach(row -> lines.add(line(row, columns, widths)));
            next += columns.length - keys;
        } while (next < widths.length);
        return lines;
    }

    /** The keys, and from a column on as many as fit, at least one. */
    private static int[] fitting(int[] widths, int keys, int from, int width) {
        int used = IntStream.range(0, keys)
                        .map(key -> widths[key] + BETWEEN.length())
                        .sum()
                - BETWEEN.length();
        int end = from;
        while (end < widths.length && (end == from || used + BETWEEN.length() + widths[end] <= width)) {
            used += BETWEEN.length() + widths[end];
            end++;
        }
        return IntStream.concat(IntStream.range(0, keys), IntStream.range(from, end))
                .toArray();
    }

    private static String line(List<String> row, int[] columns, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column : columns) {
            String blanks = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? row.get(column) + blanks : BETWEEN + blanks + row.get(column));
        }
        return line.toString();
    }

    private static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }
}
