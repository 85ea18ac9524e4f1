package io.tailkeeper.detector.program;

import io.tailkeeper.detector.labelled.DataException;
import io.tailkeeper.detector.text.LengthWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A command and its options, each {@code --name value}; those that may be given several times keep their order. The
 * launcher has checked them: this is no parser for people.
 */
record ProgramArguments(String command, Map<String, List<String>> options) {

    static ProgramArguments of(String[] arguments, Set<String> allowed) {
        Map<String, List<String>> options = new HashMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (!allowed.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new DataException("option " + arguments[i] + " is unknown or has no value; allowed are "
                        + String.join(", ", allowed.stream().sorted().toList()));
            }
            options.computeIfAbsent(arguments[i], name -> new ArrayList<>()).add(arguments[i + 1]);
        }
        return new ProgramArguments(arguments.length == 0 ? "" : arguments[0], options);
    }

    Optional<String> find(String option) {
        return Optional.ofNullable(options.get(option)).map(List::getLast);
    }

    String value(String option) {
        return find(option).orElseThrow(() -> new DataException(option + " is missing"));
    }

    /** The whole number of an option. */
    long wholeNumber(String option) {
        String value = value(option);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new DataException(option + " " + value + " is no whole number");
        }
    }

    /** The window of a text that a detector judges, by default {@link LengthWindow#DEFAULT}. */
    LengthWindow window() {
        LengthWindow usual = LengthWindow.DEFAULT;
        return new LengthWindow(
                size("--least-words", usual.leastWords()),
                size("--most-characters", usual.mostCharacters()),
                find("--side").map(ProgramArguments::side).orElse(usual.side()),
                usual.prior());
    }

    private int size(String option, int usual) {
        return find(option).isEmpty() ? usual : Math.clamp(wholeNumber(option), -1, Integer.MAX_VALUE);
    }

    private static LengthWindow.Side side(String value) {
        return switch (value) {
            case "head" -> LengthWindow.Side.HEAD;
            case "tail" -> LengthWindow.Side.TAIL;
            default -> throw new DataException("--side " + value + " is no end of a text; give head or tail");
        };
    }

    /** The values of {@code --set}, each {@code NAME=VALUE}, by name. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : values("--set")) {
            int equals = setting.indexOf('=');
            if (equals < 1 || settings.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                throw new DataException("--set " + setting + " is no NAME=VALUE, or its name is given twice");
            }
        }
        return settings;
    }

    List<Path> paths(String option) {
        return values(option).stream().map(Path::of).toList();
    }

    /** The values of an option that may be given several times, in their order. */
    List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }
}
