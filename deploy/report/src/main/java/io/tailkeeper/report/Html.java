package io.tailkeeper.report;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of a page. */
final class Html {

    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A table whose first column holds names and the others figures. */
    static String table(List<String> heading, List<List<String>> rows) {
        return "<div class=\"scroll\"><table><thead>" + row("th", heading) + "</thead><tbody>"
                + rows.stream().map(row -> row("td", row)).collect(Collectors.joining("\n")) + "</tbody></table></div>";
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    static String list(String style, List<String> items) {
        return items.isEmpty()
                ? ""
                : items.stream()
                        .map(item -> "<li>" + escaped(item) + "</li>")
                        .collect(Collectors.joining("\n", "<ul class=\"" + style + "\">", "</ul>"));
    }
}
