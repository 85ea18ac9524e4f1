package io.tailkeeper.local.finished;

import io.tailkeeper.report.DetectorTable;
import io.tailkeeper.report.Report;
import io.tailkeeper.report.TextTable;
import io.tailkeeper.report.progress.Overall;
import io.tailkeeper.report.text.Paragraph;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** What a person reads at the end of an experiment: tables, conclusions, warnings, what it took. */
public final class Conclusion {

    private static final double GIBIBYTE = 1024.0 * 1024 * 1024;

    private final PrintWriter out;
    private final int width;

    /**
     * @param out where it is printed
     * @param width characters of a line: tables that are wider are broken, sentences wrapped
     */
    public Conclusion(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    /**
     * Prints all of it.
     *
     * @param clock what the display's clock showed last, with the start of the installation
     */
    public void print(Report report, Duration clock) {
        table(TextTable.ofExperiment(report.runs(), width));
        table(DetectorTable.lines(report.runs(), width));
        out.println();
        report.verdict().forEach(this::sentence);
        report.warnings().forEach(warning -> sentence("warning: " + warning));
        out.println();
        cost(report, clock);
        out.flush();
    }

    private void table(List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            lines.forEach(out::println);
        }
    }

    private void sentence(String sentence) {
        sentence.lines().flatMap(line -> Paragraph.lines(line, width).stream()).forEach(out::println);
    }

    private void cost(Report report, Duration clock) {
        out.printf(
                "%s in %s, %.0f s of it without the start; peak memory %.1f GiB%n",
                report.completed() ? "completed" : "not completed",
                Overall.clock(clock),
                report.cost().wallSeconds(),
                report.cost().memory().peakOfSum() / GIBIBYTE);
        report.cost().throughput().forEach((service, work) -> {
            if (work.count() > 0) {
                out.printf("%-10s%,12.0f %s/s while busy%n", service, work.perSecond(), work.unit());
            }
        });
        report.cost()
                .shares()
                .forEach((place, share) -> out.printf(
                        "%-10s%,12.1f %% of %,.0f texts %s%n", place, share.percent(), share.of(), share.what()));
    }
}
