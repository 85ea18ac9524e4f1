package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.report.html.Html;
import io.tailkeeper.report.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The arms over their seeds: mean, standard error and range of a generation. */
final class SeedTable {

    private record Figure(
            String title, String meaning, int decimals, BiFunction<ArmReport, GenerationReport, Object> value) {

        String number(double number) {
            return text("%." + decimals + "f", number);
        }

        String error(Spread spread) {
            return spread.standardError() == null ? "" : number(spread.standardError());
        }
    }

    private static final Figure RATIO =
            new Figure("ratio", "perplexity divided by that of generation 0", 3, (run, each) -> each.heldOut()
                    .perplexityRatio());
    private static final Figure COVERAGE = new Figure(
            "cover",
            "different words of the model's text, divided by those of human text of equal length",
            3,
            (run, each) -> each.text().vocabularyCoverage());

    private static final List<Figure> FIGURES = List.of(
            RATIO,
            COVERAGE,
            new Figure("KL h|m", "unigram KL(human || model), nats", 2, (run, each) -> each.text()
                    .klFromHuman()),
            new Figure(
                    "acc %",
                    "held-out tokens that were the model's first guess",
                    1,
                    (run, each) -> 100 * each.heldOut().tokenAccuracy()),
            new Figure(
                    "AUROC",
                    "how well the detector tells the model's text from human text",
                    3,
                    (run, each) -> each.text().detectorAuroc()),
            new Figure(
                    "human %",
                    "true human share after selection",
                    0,
                    (run, each) -> 100 * each.training().humanShareAfterSelection()),
            new Figure(
                    "mask %",
                    "share of tokens that the loss masked",
                    2,
                    (run, each) -> 100 * each.training().maskedShare()));

    private SeedTable() {}

    /** Its lines for a terminal of 80 columns, figures right-aligned. */
    static List<String> lines(List<ArmReport> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "gen", "n", "ratio", "se", "min-max", "cover", "se"));
        for (ArmGroup group : ArmGroup.of(runs)) {
            for (int generation : group.own()) {
                Spread ratio = group.spread(generation, RATIO.value()).orElseThrow();
                Spread coverage = group.spread(generation, COVERAGE.value()).orElseThrow();
                rows.add(List.of(
                        group.arm(),
                        text("%d", generation),
                        text("%d", ratio.n()),
                        RATIO.number(ratio.mean()),
                        RATIO.error(ratio),
                        RATIO.number(ratio.min()) + "-" + RATIO.number(ratio.max()),
                        COVERAGE.number(coverage.mean()),
                        COVERAGE.error(coverage)));
            }
        }
        return TextTable.aligned(rows);
    }

    /** A section of the page; empty for a single seed. */
    static String html(List<ArmReport> runs) {
        if (!ArmGroup.several(runs)) {
            return "";
        }
        List<String> heading = new ArrayList<>(List.of("arm", "gen", "n"));
        FIGURES.forEach(figure -> heading.add(figure.title()));
        List<List<String>> rows = new ArrayList<>();
        for (ArmGroup group : ArmGroup.of(runs)) {
            for (int generation : group.own()) {
                List<String> row = new ArrayList<>(List.of(
                        group.arm(),
                        text("%d", generation),
                        text(
                                "%d",
                                group.spread(generation, RATIO.value())
                                        .map(Spread::n)
                                        .orElse(0))));
                FIGURES.forEach(figure -> row.add(cell(figure, group.spread(generation, figure.value()))));
                rows.add(row);
            }
        }
        String legend = FIGURES.stream()
                .map(figure -> "<b>" + Html.escaped(figure.title()) + "</b> " + Html.escaped(figure.meaning()))
                .collect(Collectors.joining(" · "));
        return "<section><h2>Over seeds</h2>" + Html.table(heading, rows)
                + "<p class=\"legend\">Mean ± standard error (smallest to largest) of the <b>n</b> seeds that measured the"
                + " generation; the standard error is sd / sqrt n. Every figure is in seeds.csv. " + legend
                + "</p></section>";
    }

    private static String cell(Figure figure, Optional<Spread> spread) {
        return spread.map(each -> figure.number(each.mean())
                        + (each.standardError() == null ? "" : " ± " + figure.number(each.standardError())) + " ("
                        + figure.number(each.min()) + " to " + figure.number(each.max()) + ")")
                .orElse("");
    }
}
