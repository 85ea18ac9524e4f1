package io.tailkeeper.report;

import java.util.regex.Pattern;

/** What a report shows before its charts are drawn. */
final class Pages {

    private static final Pattern SCRIPT = Pattern.compile("(?s)<script.*?</script>");

    private Pages() {}

    static String withoutScripts(String page) {
        return SCRIPT.matcher(page).replaceAll("");
    }
}
