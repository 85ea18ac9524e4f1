package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.report.html.Html;
import io.tailkeeper.report.statistics.Spread;
import io.tailkeeper.report.text.TableLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The arms over their seeds: mean, standard error and range of a generation. */
final class SeedTable {

    private static final int KEYS = 3; // arm, generation, seeds

    private record Figure(
            String title, String meaning, int decimals, BiFunction<ArmReport, GenerationReport, Object> value) {

        String number(double number) {
            return text("%." + decimals + "f", number);
        }

        String error(Spread spread) {
            return spread.standardError() == null ? "" : " ±" + number(spread.standardError());
        }

        String mean(Spread spread) {
            return number(spread.mean()) + error(spread);
        }
    }

    private static final Figure RATIO =
            new Figure("ratio", "perplexity divided by that of generation 0", 3, (run, each) -> each.heldOut()
                    .perplexityRatio());

    /** Behind the ratio, the chief ones first: a narrow terminal has the others in a table below. */
    private static final List<Figure> OTHERS = List.of(
            new Figure(
                    "cover",
                    "different words of the model's text, divided by those of human text of equal length",
                    3,
                    (run, each) -> each.text().vocabularyCoverage()),
            new Figure(
                    "know %",
                    "pairs of a true and a false sentence that the model judged rightly; 50 is chance, empty where it was asked"
                            + " nothing",
                    1,
                    SeedTable::knowledge),
            new Figure("KL h|m", "unigram KL(human || model), nats", 2, (run, each) -> each.text()
                    .klFromHuman()),
            new Figure(
                    "acc %",
                    "held-out tokens that were the model's first guess",
                    1,
                    (run, each) -> 100 * each.heldOut().tokenAccuracy()));

    /** Behind those, on a terminal without their errors. */
    private static final List<Figure> MEANS = List.of(
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

    /** In percent; no number where the model was asked nothing, which no spread counts. */
    private static Object knowledge(ArmReport run, GenerationReport each) {
        return each.heldOut().knowledge() == null
                ? Double.NaN
                : 100 * each.heldOut().knowledge().accuracy();
    }

    /**
     * Its lines, figures right-aligned.
     *
     * @param width characters of a line; 80 have ratio, coverage and knowledge in the first table
     */
    static List<String> lines(List<ArmReport> runs, int width) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("arm", "gen", "n", "ratio ±se", "min-max"));
        OTHERS.forEach(figure -> heading.add(figure.title() + " ±se"));
        MEANS.forEach(figure -> heading.add(figure.title()));
        heading.add("stage");
        rows.add(heading);
        for (ArmGroup group : ArmGroup.of(runs)) {
            for (int generation : group.own()) {
                Spread ratio = group.spread(generation, RATIO.value()).orElseThrow();
                List<String> row = new ArrayList<>(List.of(
                        group.arm(),
                        text("%d", generation),
                        text("%d", ratio.n()),
                        RATIO.mean(ratio),
                        RATIO.number(ratio.min()) + "-" + RATIO.number(ratio.max())));
                OTHERS.forEach(figure -> row.add(group.spread(generation, figure.value())
                        .map(figure::mean)
                        .orElse("")));
                MEANS.forEach(figure -> row.add(group.spread(generation, figure.value())
                        .map(each -> figure.number(each.mean()))
                        .orElse("")));
                row.add(stages(group, generation));
                rows.add(row);
            }
        }
        return TableLines.right(rows, KEYS, width);
    }

    /** The stage of every seed where they agree, else the least and the worst. */
    private static String stages(ArmGroup group, int generation) {
        List<String> stages = group.runs().stream()
                .flatMap(run -> run.find(generation).stream())
                .map(GenerationReport::stage)
                .distinct()
                .sorted()
                .toList();
        return stages.size() < 2 ? String.join("", stages) : stages.getFirst() + "-" + stages.getLast();
    }

    /** A section of the page; empty for a single seed. */
    static String html(List<ArmReport> runs) {
        if (!ArmGroup.several(runs)) {
            return "";
        }
        List<Figure> figures = new ArrayList<>(List.of(RATIO));
        figures.addAll(OTHERS);
        figures.addAll(MEANS);
        List<String> heading = new ArrayList<>(List.of("arm", "gen", "n"));
        figures.forEach(figure -> heading.add(figure.title()));
        heading.add("stage");
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
                figures.forEach(figure -> row.add(cell(figure, group.spread(generation, figure.value()))));
                row.add(stages(group, generation));
                rows.add(row);
            }
        }
        return section(heading, rows, figures);
    }

    private static String section(List<String> heading, List<List<String>> rows, List<Figure> figures) {
        String legend = figures.stream()
                .map(figure -> "<b>" + Html.escaped(figure.title()) + "</b> " + Html.escaped(figure.meaning()))
                .collect(Collectors.joining(" · "));
        return "<section><h2>Over seeds</h2>" + Html.table(heading, rows)
                + "<p class=\"legend\">Mean ± standard error (smallest to largest) of the <b>n</b> seeds that measured the"
                + " generation; the standard error is sd / sqrt n. Every figure is in seeds.csv. " + legend
                + " · <b>stage</b> of every seed, or the least and the worst</p></section>";
    }

    private static String cell(Figure figure, Optional<Spread> spread) {
        return spread.map(each -> figure.number(each.mean())
                        + (each.standardError() == null ? "" : " ± " + figure.number(each.standardError())) + " ("
                        + figure.number(each.min()) + " to " + figure.number(each.max()) + ")")
                .orElse("");
    }
}
