package io.tailkeeper.local.follow;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.RunNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Alerts while an experiment is followed; each is told once, in lines that a terminal of 80 columns holds. */
final class AlertNews {

    private static final int COLUMNS = 79;
    private static final String INDENT = "  ";

    private final Set<String> told = new HashSet<>();

    /** The lines of each alert that was raised since the last time. */
    List<String> news(List<RunRequested> requests, ExperimentView view) {
        List<String> news = new ArrayList<>();
        RunNames names = RunNames.of(requests);
        for (RunRequested request : requests) {
            view.run(request.runId()).stream()
                    .flatMap(run -> run.alerts().stream())
                    .filter(alert -> told.add(alert.key()))
                    .forEach(alert -> news.add(wrapped(sentence(names.of(request), alert))));
        }
        return news;
    }

    private static String sentence(String name, CollapseAlert alert) {
        return alert.severity().name().toLowerCase(Locale.ROOT) + " alert " + alert.rule() + " of " + name + ": "
                + alert.message();
    }

    /** The same with line breaks between words. */
    private static String wrapped(String sentence) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : sentence.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > COLUMNS) {
                lines.append('\n').append(INDENT).append(word);
                column = INDENT.length() + word.length();
            } else {
                lines.append(column == 0 ? "" : " ").append(word);
                column += word.length() + (column == 0 ? 0 : 1);
            }
        }
        return lines.toString();
    }
}
