package io.tailkeeper.report;

import io.tailkeeper.report.html.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of the page with a row for each generation that an arm trained itself. */
final class GenerationTable {

    private GenerationTable() {}

    /** The chief figures, then those of words and confidence where any generation has them. */
    static String html(List<ArmReport> runs) {
        boolean measured = runs.stream()
                .flatMap(run -> run.own().stream())
                .anyMatch(each -> OptionalFigures.ALL.values().stream().anyMatch(figure -> figure.apply(each) != null));
        return table(runs, Column.FIGURES)
                + (measured ? "<h3>Words and confidence</h3>" + table(runs, WordColumns.ALL) : "");
    }

    private static String table(List<ArmReport> runs, List<Column> columns) {
        List<String> heading = new ArrayList<>(List.of("arm"));
        columns.forEach(column -> heading.add(column.title()));
        List<List<String>> rows = new ArrayList<>();
        for (ArmReport run : runs) {
            for (GenerationReport each : run.own()) {
                List<String> row = new ArrayList<>(List.of(run.arm()));
                columns.forEach(column -> row.add(column.cell().apply(run, each)));
                rows.add(row);
            }
        }
        String legend = columns.stream()
                .map(column -> "<b>" + Html.escaped(column.title()) + "</b> " + Html.escaped(column.meaning()))
                .collect(Collectors.joining(" · "));
        return Html.table(heading, rows) + "<p class=\"legend\">" + legend + "</p>";
    }
}
