package io.tailkeeper.texts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is skipped, in words: one line a reason, with the first few paths. */
final class SkippedLines {

    private static final int NAMED = 4;

    private SkippedLines() {}

    static List<String> of(List<Skipped> skipped) {
        Map<Skipped.Reason, List<String>> paths = new EnumMap<>(Skipped.Reason.class);
        for (Skipped one : skipped) {
            paths.computeIfAbsent(one.reason(), _ -> new ArrayList<>())
                    .add(one.path().toString());
        }
        List<String> lines = new ArrayList<>();
        paths.forEach((reason, of) -> lines.add("skipped, " + reason.words() + ": " + named(of)));
        return lines;
    }

    static String inBrackets(List<Skipped> skipped) {
        return skipped.isEmpty() ? "" : of(skipped).stream().collect(Collectors.joining("; ", " (", ")"));
    }

    /** The first few of some names, and how many more there are. */
    static String named(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }
}
