package io.tailkeeper.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The modules of the page as one script, for a file that loads nothing. Each becomes a function of its own that returns what it
 * exports, so that equal names in two of them do not meet.
 */
final class PageScript {

    /** Every module after those it imports. */
    private static final List<String> MODULES = List.of(
            "elements",
            "statistics",
            "arms",
            "measures",
            "drawing",
            "thresholds",
            "charts",
            "tables",
            "bearable",
            "conclusion",
            "confidence",
            "quality",
            "scores",
            "ranks",
            "training",
            "questions",
            "runs",
            "alerts",
            "foreign",
            "samples",
            "links",
            "page",
            "report");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (\\{[^}]+}) from '\\./(\\w+)\\.js';$");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?=(?:async )?(?:function|const|class) (\\w+))");

    private PageScript() {}

    /** The script; strict, and without a global name of its own. */
    static String of() {
        return MODULES.stream()
                .map(PageScript::module)
                .collect(Collectors.joining("\n", "(() => {\n'use strict';\n", "})();\n"));
    }

    private static String module(String name) {
        String source = resource(name + ".js");
        String exported =
                EXPORT.matcher(source).results().map(result -> result.group(1)).collect(Collectors.joining(", "));
        String body = EXPORT.matcher(IMPORT.matcher(source).replaceAll(PageScript::imported))
                .replaceAll("");
        return "const of_" + name + " = (() => {\n" + body + "return { " + exported + " };\n})();\n";
    }

    private static String imported(MatchResult statement) {
        String from = statement.group(2);
        if (!MODULES.contains(from)) {
            throw new IllegalStateException(
                    "the page imports " + from + ".js, which is not among the report's modules");
        }
        return "const " + statement.group(1) + " = of_" + from + ";";
    }

    /** A file of the page, as the metrics service serves it. */
    static String resource(String name) {
        try (InputStream file = PageScript.class.getResourceAsStream("/META-INF/resources/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the page has no " + name);
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
