package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.contracts.topics.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report as one page that needs nothing from anywhere else. */
final class HtmlReport {

    private static final double MEBIBYTE = 1024.0 * 1024;

    private final Report report;
    private final List<ArmReport> runs;

    private HtmlReport(Report report) {
        this.report = report;
        this.runs = ArmGroup.named(report.runs());
    }

    static String of(Report report) {
        HtmlReport page = new HtmlReport(report);
        return resource("/report/page.html")
                .replace("{{style}}", resource("/report/style.css"))
                .replace("{{title}}", Html.escaped(report.experimentId()))
                .replace("{{header}}", page.header())
                .replace(
                        "{{findings}}",
                        Html.list("findings", report.verdict()) + Html.list("warnings", report.warnings()))
                .replace("{{plots}}", page.plots())
                .replace("{{seeds}}", SeedTable.html(report.runs()))
                .replace("{{generations}}", page.generations())
                .replace("{{detectors}}", DetectorTable.html(page.runs))
                .replace("{{books}}", page.books())
                .replace("{{cost}}", page.cost())
                .replace("{{specifications}}", page.specifications());
    }

    static String resource(String name) {
        try (InputStream file = HtmlReport.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String header() {
        String state = report.completed() ? "completed" : "not completed";
        return "<h1>" + Html.escaped(report.name()) + " <span class=\"" + (report.completed() ? "good" : "bad") + "\">"
                + state + "</span></h1><p class=\"lead\">" + Html.escaped(report.description()) + "</p><dl>"
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
                + "</dl><pre class=\"command\">" + Html.escaped(report.command()) + "</pre>";
    }

    private String seeds() {
        return report.runs().stream()
                .map(run -> Long.toString(run.specification().seed()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String item(String name, String value) {
        return "<div><dt>" + name + "</dt><dd>" + Html.escaped(value) + "</dd></div>";
    }

    private String plots() {
        return plot(
                        "Perplexity on held-out human text, as a multiple of generation 0",
                        "Up is worse.",
                        each -> each.heldOut().perplexityRatio())
                + plot(
                        "Vocabulary coverage: word types, model over human, at equal tokens",
                        "Down is worse: rare words disappear.",
                        each -> each.text().vocabularyCoverage())
                + plot("Missing tails: unigram KL(human || model), nats", "Up is worse.", each -> each.text()
                        .klFromHuman())
                + plot(
                        "True human share of what was learned",
                        "By provenance, which no selection reads.",
                        each -> each.training().humanShareAfterSelection());
    }

    private String plot(String title, String reading, ToDoubleFunction<GenerationReport> figure) {
        List<ArmGroup> arms = ArmGroup.of(report.arms());
        List<SvgPlot.Series> series = IntStream.range(0, arms.size())
                .mapToObj(index -> SeedPlot.series(arms.get(index), index % 8, figure))
                .toList();
        return "<figure><figcaption><b>" + Html.escaped(title) + "</b> " + Html.escaped(reading) + "</figcaption>"
                + SvgPlot.of(series, title) + "</figure>";
    }

    private String generations() {
        List<String> heading = new ArrayList<>(List.of("arm"));
        Column.FIGURES.forEach(column -> heading.add(column.title()));
        List<List<String>> rows = new ArrayList<>();
        for (ArmReport run : runs) {
            for (GenerationReport each : run.own()) {
                List<String> row = new ArrayList<>(List.of(run.arm()));
                Column.FIGURES.forEach(column -> row.add(column.cell().apply(run, each)));
                rows.add(row);
            }
        }
        String legend = Column.FIGURES.stream()
                .map(column -> "<b>" + Html.escaped(column.title()) + "</b> " + Html.escaped(column.meaning()))
                .collect(Collectors.joining(" · "));
        return Html.table(heading, rows) + "<p class=\"legend\">" + legend + "</p>";
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
