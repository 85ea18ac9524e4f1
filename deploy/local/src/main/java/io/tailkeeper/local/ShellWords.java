package io.tailkeeper.local;

import java.util.List;
import java.util.stream.Collectors;

/** A command as one types it into a shell. */
final class ShellWords {

    private ShellWords() {}

    /** {@code ./tailkeeper} with these arguments, each quoted where a POSIX shell would read it otherwise. */
    static String tailkeeper(List<String> arguments) {
        return arguments.stream()
                .map(ShellWords::quoted)
                .collect(Collectors.joining(" ", "./tailkeeper ", ""))
                .strip();
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./=,:@+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
