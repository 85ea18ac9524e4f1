package io.tailkeeper.report.html;

import io.tailkeeper.contracts.CollapseAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Alerts of an experiment as a section of a report. */
public final class AlertTable {

    private static final List<String> HEADING = List.of("arm", "gen", "rule", "severity", "what was found", "then");

    private AlertTable() {}

    /** The section; empty where nothing was raised. {@code alerts} has those of each run by its name, in order. */
    public static String section(Map<String, List<CollapseAlert>> alerts) {
        List<List<String>> rows = new ArrayList<>();
        alerts.forEach((name, raised) -> raised.forEach(alert -> rows.add(List.of(
                name,
                Integer.toString(alert.generation()),
                alert.rule(),
                alert.severity().name().toLowerCase(Locale.ROOT),
                alert.message(),
                alert.endsRun() ? "ends the run" : ""))));
        return rows.isEmpty()
                ? ""
                : "<section class=\"words\"><h2 class=\"section\">Alerts</h2>" + Html.table(HEADING, rows)
                        + "</section>";
    }
}
