package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.report.html.AlertTable;
import io.tailkeeper.report.html.ChartPage;
import io.tailkeeper.report.html.Html;
import io.tailkeeper.report.samples.ReportSamples;
import io.tailkeeper.report.view.ExperimentView;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as one page that needs nothing from anywhere else. */
final class HtmlReport {

    private static final double MEBIBYTE = 1024.0 * 1024;

    private final Report report;
    private final List<ArmReport> runs;

    private HtmlReport(Report report) {
        this.report = report;
        this.runs = ArmGroup.named(report.runs());
    }

    /** The page of a report, with the charts of what the metrics service told of it, and some samples. */
    static String of(Report report, ExperimentView view, ReportSamples samples) {
        HtmlReport page = new HtmlReport(report);
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", Html.escaped(report.experimentId()));
        parts.put("header", page.header());
        parts.put("findings", Html.list("findings", report.verdict()) + Html.list("warnings", report.warnings()));
        parts.put("alerts", AlertTable.section(page.alerts()));
        parts.put("seeds", SeedTable.html(report.runs()));
        parts.put("generations", GenerationTable.html(page.runs));
        parts.put("detectors", DetectorTable.html(page.runs));
        parts.put("books", page.books());
        parts.put("cost", page.cost());
        parts.put("specifications", page.specifications());
        return ChartPage.of(
                "/report/page.html", parts, PageData.of(report, view, samples).json());
    }

    private String header() {
        String state = report.completed() ? "completed" : "not completed";
        return "<div class=\"title\"><h1>" + Html.escaped(report.name()) + "</h1><span class=\"pill "
                + (report.completed() ? "completed" : "failed") + "\">" + state + "</span></div><p class=\"facts\">"
                + Html.escaped(report.description()) + "</p><dl>"
                + item("experiment", report.experimentId())
                + item(
                        "started",
                        report.startedAt().truncatedTo(ChronoUnit.SECONDS).toString())
                + item("wall time", text("%.0f s", report.cost().wallSeconds()))
                + item("peak memory", text("%.1f GiB", report.cost().memory().peakOfSum() / MEBIBYTE / 1024))
                + item(
                        "machine",
                        text(
                                "%d cores, %.0f GiB",
                                report.cost().machine().cores(),
                                report.cost().machine().memory() / MEBIBYTE / 1024))
                + item("seed", seeds())
                + item("trained on", String.join(", ", report.origin().devices()))
                + item("Tailkeeper", version(report.origin()))
                + report.origin().corpora().stream().map(HtmlReport::corpus).collect(Collectors.joining())
                + "</dl><pre class=\"command\">" + Html.escaped(report.command()) + "</pre>";
    }

    private Map<String, List<CollapseAlert>> alerts() {
        Map<String, List<CollapseAlert>> alerts = new LinkedHashMap<>();
        runs.forEach(run -> alerts.put(run.arm(), run.alerts()));
        return alerts;
    }

    private String seeds() {
        return report.runs().stream()
                .map(run -> Long.toString(run.specification().seed()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String version(Report.Origin origin) {
        return origin.commit() == null ? origin.version() : origin.version() + " (" + origin.commit() + ")";
    }

    private static String corpus(Report.Corpus corpus) {
        return item(
                "corpus", corpus.sha256() == null ? corpus.source() : corpus.source() + ", SHA-256 " + corpus.sha256());
    }

    private static String item(String name, String value) {
        if (value.isEmpty()) {
            return "";
        }
        return "<div><dt>" + name + "</dt><dd>" + Html.escaped(value) + "</dd></div>";
    }

    private String books() {
        List<List<String>> rows = new ArrayList<>();
        for (ArmReport run : runs) {
            for (GenerationReport each : run.own()) {
                GenerationReport.BookReport books = each.books();
                rows.add(List.of(
                        run.arm(),
                        text("%d", each.generation()),
                        text("%,d", books.collected()),
                        text("%,d", books.scored()),
                        text("%,d", books.deadLettered()),
                        text("%,d", books.pooled()),
                        text("%,d", books.rejected()),
                        text("%,d", books.selected()),
                        books.balanced() ? "yes" : "NO"));
            }
        }
        return Html.table(
                List.of("arm", "gen", "collected", "scored", "refused", "pooled", "rejected", "selected", "balanced"),
                rows);
    }

    private String cost() {
        Report.Cost cost = report.cost();
        List<List<String>> throughput = new ArrayList<>();
        cost.throughput()
                .forEach((service, work) -> throughput.add(List.of(
                        service,
                        text("%,.0f %s", work.count(), work.unit()),
                        text("%.1f s", work.busySeconds()),
                        text("%,.0f", work.perSecond()))));
        List<List<String>> shares = new ArrayList<>();
        cost.shares()
                .forEach((place, share) -> shares.add(
                        List.of(place, text("%,.0f", share.of()), text("%.1f %% %s", share.percent(), share.what()))));
        return Html.table(List.of("service", "work", "busy", "per second"), throughput)
                + (shares.isEmpty() ? "" : Html.table(List.of("detector's", "texts", "share"), shares))
                + Html.table(List.of("trainer's phase", "seconds"), rows(cost.secondsByPhase(), "%.1f", 1))
                + Html.table(
                        List.of("process", "peak memory, MiB"),
                        rows(cost.memory().peaks(), "%.0f", MEBIBYTE));
    }

    private static List<List<String>> rows(Map<String, ? extends Number> figures, String format, double unit) {
        return figures.entrySet().stream()
                .map(entry ->
                        List.of(entry.getKey(), text(format, entry.getValue().doubleValue() / unit)))
                .toList();
    }

    private String specifications() {
        return runs.stream()
                .map(run -> "<details><summary>" + Html.escaped(run.arm()) + " <code>" + Html.escaped(run.runId())
                        + "</code></summary><pre>"
                        + Html.escaped(ReportFiles.indented(ContractJson.write(run.specification())))
                        + "</pre></details>")
                .collect(Collectors.joining("\n"));
    }
}
