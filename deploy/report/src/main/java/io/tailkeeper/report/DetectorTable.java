package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.report.html.Html;
import io.tailkeeper.report.text.TableLines;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.DetectorView.Figures;
import io.tailkeeper.report.view.DetectorView.WouldSelect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The detectors of every generation side by side, for runs at which more than the deciding one scored. */
public final class DetectorTable {

    private record Figure(String title, String meaning, Function<DetectorView, String> cell) {}

    private static final String NOTHING = "-";
    private static final int KEYS = 3; // arm, generation, detector

    private static final List<Figure> FIGURES = List.of(
            new Figure("gen", "generation", each -> text("%d", each.generation())),
            new Figure(
                    "detector",
                    "* decides what is learned, where the arm selects; the others are shadows",
                    each -> each.detectorId() + (each.deciding() ? " *" : "  ")),
            new Figure("scored", "samples judged", each -> text("%,d", each.scored())),
            new Figure(
                    "own AUROC",
                    "its own account, out of fold on labelled text",
                    each -> each.calibration() == null
                            ? NOTHING
                            : text("%.3f", each.calibration().quality().auroc()) + (each.tooWeak() ? " TOO WEAK" : "")),
            new Figure(
                    "AUROC",
                    "on the pool, by provenance",
                    each -> figure("%.3f", each, figures -> figures.quality().auroc())),
            new Figure(
                    "TPR1 %",
                    "machine-written samples found at 1 % false positives",
                    each -> share(each, figures -> figures.quality().truePositiveRateAt1())),
            new Figure(
                    "TPR5 %",
                    "the same at 5 %",
                    each -> share(each, figures -> figures.quality().truePositiveRateAt5())),
            new Figure(
                    "ECE",
                    "expected calibration error on the pool",
                    each -> figure("%.3f", each, figures -> figures.quality().calibrationError())),
            new Figure(
                    "rho",
                    "rank correlation with the deciding detector (Spearman)",
                    each -> figure(
                            "%.2f",
                            each,
                            figures -> figures.agreement() == null
                                    ? null
                                    : figures.agreement().rankCorrelation())),
            new Figure(
                    "kappa",
                    "agreement with it on the side of 0.5, beyond chance (Cohen)",
                    each -> figure(
                            "%.2f",
                            each,
                            figures -> figures.agreement() == null
                                    ? null
                                    : figures.agreement().kappa())),
            new Figure(
                    "human %",
                    "true human share of what the run's selection draws with it",
                    each -> selection(each, "%.0f", selected -> 100 * selected.humanShareAfter())),
            new Figure(
                    "ESS %",
                    "effective sample size as a share of the pool",
                    each -> selection(
                            each, "%.0f", selected -> 100 * selected.effectiveSampleSize() / selected.pooled())),
            new Figure("bias", "b that was used, or would be", each -> selection(each, "%.1f", SelectionSummary::bias)),
            new Figure(
                    "shared %",
                    "of the deciding detector's draw that is in this one too",
                    each -> share(
                            each,
                            figures -> figures.wouldSelect() == null
                                    ? null
                                    : figures.wouldSelect().sharedWeight())));

    private DetectorTable() {}

    private static String figure(String format, DetectorView detector, Function<Figures, Double> value) {
        return Optional.ofNullable(detector.figures())
                .map(value)
                .map(number -> text(format, number))
                .orElse(NOTHING);
    }

    private static String share(DetectorView detector, Function<Figures, Double> value) {
        return figure("%.0f", detector, value.andThen(share -> share == null ? null : 100 * share));
    }

    private static String selection(DetectorView detector, String format, Function<SelectionSummary, Double> value) {
        Optional<WouldSelect> would = Optional.ofNullable(detector.figures()).map(Figures::wouldSelect);
        if (would.map(WouldSelect::failure).isPresent()) {
            return "fails";
        }
        return would.map(WouldSelect::selection)
                .map(value)
                .map(number -> text(format, number))
                .orElse(NOTHING);
    }

    /**
     * Its lines, figures right-aligned; none when only deciding detectors scored.
     *
     * @param width characters of a line; what is wider is broken into several tables
     */
    public static List<String> lines(List<ArmReport> runs, int width) {
        List<List<String>> rows = rows(ArmGroup.named(runs));
        if (rows.isEmpty()) {
            return List.of();
        }
        rows.addFirst(heading());
        return TableLines.right(rows, KEYS, width);
    }

    /** A section of the page; empty when only deciding detectors scored. */
    static String html(List<ArmReport> runs) {
        List<List<String>> rows = rows(runs);
        if (rows.isEmpty()) {
            return "";
        }
        String legend = FIGURES.stream()
                .map(figure -> "<b>" + Html.escaped(figure.title()) + "</b> " + Html.escaped(figure.meaning()))
                .collect(Collectors.joining(" · "));
        return "<section><h2>Detectors side by side</h2>" + Html.table(heading(), rows) + "<p class=\"legend\">"
                + legend + "</p></section>";
    }

    private static List<String> heading() {
        List<String> heading = new ArrayList<>(List.of("arm"));
        FIGURES.forEach(figure -> heading.add(figure.title()));
        return heading;
    }

    private static List<List<String>> rows(List<ArmReport> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (ArmReport run : runs) {
            if (run.shadowed()) {
                for (DetectorView detector : run.detectors()) {
                    List<String> row = new ArrayList<>(List.of(run.arm()));
                    DetectorView shown = run.selects() ? detector : detector.asShadow();
                    FIGURES.forEach(figure -> row.add(figure.cell().apply(shown)));
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
