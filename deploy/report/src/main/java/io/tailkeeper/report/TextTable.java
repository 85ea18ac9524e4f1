package io.tailkeeper.report;

import io.tailkeeper.report.text.TableLines;
import java.util.ArrayList;
import java.util.List;

/** The table at the end of a run: one row for each arm and generation, figures right-aligned. */
public final class TextTable {

    private static final int KEYS = 2; // arm and generation

    private TextTable() {}

    /**
     * The table of an experiment: that of its runs, or of several seeds that of its arms over them.
     *
     * @param width characters of a line; what is wider is broken into several tables
     */
    public static List<String> ofExperiment(List<ArmReport> runs, int width) {
        return ArmGroup.several(runs) ? SeedTable.lines(runs, width) : lines(runs, width);
    }

    /** Its lines; generation 0 stands once, in the row of the base run. */
    static List<String> lines(List<ArmReport> runs, int width) {
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
        return TableLines.right(rows, KEYS, width);
    }
}
