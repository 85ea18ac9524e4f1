package io.tailkeeper.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailkeeper.contracts.files.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of a page. */
public final class Html {

    private static final Pattern PART = Pattern.compile("\\{\\{(\\w+)}}");

    private Html() {}

    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * A page out of a pattern with {@code {{NAME}}} for each part. Each is put in once: what looks like a name within a part stays
     * as it is.
     */
    static String filled(String pattern, Map<String, String> parts) {
        return PART.matcher(pattern).replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    /** What a page may do that carries all it needs: its own style and scripts, known by their digests, and nothing else. */
    static String policy(String style, List<String> scripts) {
        return "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src " + digest(style)
                + "; script-src " + scripts.stream().map(Html::digest).collect(Collectors.joining(" "));
    }

    private static String digest(String content) {
        byte[] digest = new Sha256().add(content.getBytes(UTF_8)).bytes();
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    /** A table whose first column holds names and the others figures. */
    public static String table(List<String> heading, List<List<String>> rows) {
        return "<div class=\"scroll\"><table><thead>" + row("th", heading) + "</thead><tbody>"
                + rows.stream().map(row -> row("td", row)).collect(Collectors.joining("\n")) + "</tbody></table></div>";
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    public static String list(String style, List<String> items) {
        return items.isEmpty()
                ? ""
                : items.stream()
                        .map(item -> "<li>" + escaped(item) + "</li>")
                        .collect(Collectors.joining("\n", "<ul class=\"" + style + "\">", "</ul>"));
    }
}
