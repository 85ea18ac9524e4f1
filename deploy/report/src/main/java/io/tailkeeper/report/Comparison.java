package io.tailkeeper.report;

import static io.tailkeeper.report.Column.text;

import io.tailkeeper.report.html.ChartPage;
import io.tailkeeper.report.html.Html;
import io.tailkeeper.report.statistics.Spread;
import io.tailkeeper.report.text.Paragraph;
import io.tailkeeper.report.text.TableLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finished experiments beside each other: what differs in their settings, and what came of it. */
public final class Comparison {

    private static final String NOTHING = "-";
    private static final String NO_DIFFERENCE = "no setting differs in an arm that several of them have, but for seeds";

    private final List<FinishedExperiment> experiments;

    /** @param experiments 2 to 26, each of which has a letter */
    public Comparison(List<FinishedExperiment> experiments) {
        this.experiments = List.copyOf(experiments);
    }

    /** What an experiment is called beside others. */
    static String letter(int index) {
        return Character.toString('A' + index);
    }

    private Set<String> arms() {
        return SettingDifferences.arms(experiments);
    }

    /** A line for each experiment: its letter, its name, its seeds. */
    public List<String> legend() {
        return IntStream.range(0, experiments.size())
                .mapToObj(index -> {
                    FinishedExperiment each = experiments.get(index);
                    return letter(index) + "  " + each.id() + ", seed"
                            + (each.seeds().size() == 1 ? " " : "s ")
                            + each.seeds().stream()
                                    .map(seed -> Long.toString(seed))
                                    .collect(Collectors.joining(", "));
                })
                .toList();
    }

    /**
     * The settings that differ, of each arm that several experiments have; those that all arms share stand once.
     *
     * @param width characters of a line
     */
    public List<String> differences(int width) {
        List<List<String>> rows = SettingDifferences.rows(experiments);
        if (rows.isEmpty()) {
            return Paragraph.lines(NO_DIFFERENCE, width);
        }
        rows.addFirst(differenceHeading());
        return TableLines.left(rows, width);
    }

    private List<String> differenceHeading() {
        List<String> heading = new ArrayList<>(List.of("arm", "setting"));
        IntStream.range(0, experiments.size()).forEach(index -> heading.add(letter(index)));
        return heading;
    }

    /**
     * The table by arm, means over seeds at the last generation of each.
     *
     * @param width characters of a line
     */
    public List<String> lines(int width) {
        List<List<String>> rows = rows();
        rows.addFirst(heading());
        return TableLines.right(rows, 2, width);
    }

    private static List<String> heading() {
        return List.of("arm", "of", "gen", "n", "ratio", "se", "cover", "se");
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (String arm : arms()) {
            for (int index = 0; index < experiments.size(); index++) {
                FinishedExperiment each = experiments.get(index);
                if (each.arms().contains(arm)) {
                    int last = each.last(arm);
                    Optional<Spread> ratio = each.spread(arm, last, "perplexityRatio");
                    Optional<Spread> coverage = each.spread(arm, last, "vocabularyCoverage");
                    rows.add(List.of(
                            arm,
                            letter(index),
                            text("%d", last),
                            text("%d", ratio.map(Spread::n).orElse(0)),
                            mean(ratio),
                            error(ratio),
                            mean(coverage),
                            error(coverage)));
                }
            }
        }
        return rows;
    }

    private static String mean(Optional<Spread> spread) {
        return spread.map(each -> text("%.3f", each.mean())).orElse(NOTHING);
    }

    private static String error(Optional<Spread> spread) {
        return spread.map(Spread::standardError)
                .map(error -> text("%.3f", error))
                .orElse("");
    }

    /** A page that needs nothing from anywhere else: the same, and the curves over each other. */
    public String html() {
        List<List<String>> differences = SettingDifferences.rows(experiments);
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("legend", Html.list("findings", legend()));
        parts.put("generations", Html.table(heading(), rows()));
        parts.put(
                "differences",
                differences.isEmpty()
                        ? "<p>" + Html.escaped(NO_DIFFERENCE) + "</p>"
                        : Html.table(differenceHeading(), differences));
        return ChartPage.of(
                "/report/comparison.html", parts, PageData.of(experiments).json());
    }
}
