package io.tailkeeper.commandline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what it was probably meant to be. */
final class UsageFault {

    /** What the script does itself. */
    private static final String TEST = "test";

    private static final String NUMBER = "a whole number";
    private static final Pattern TYPE = Pattern.compile("'([^']*)' is not an? (int|long|double)$");
    private static final Pattern INVALID = Pattern.compile("^Invalid value for option '(-[^']+)'[^:]*: ");
    private static final Pattern NO_VALUE = Pattern.compile("Missing required parameter for option '(.+)' \\((.+)\\)");

    private UsageFault() {}

    /** A message of one line. */
    static String of(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(
                    failure.getCommandLine().getCommandSpec(),
                    unmatched.getUnmatched().getFirst());
        }
        String message = INVALID.matcher(failure.getMessage()).replaceFirst("$1: ");
        Matcher type = TYPE.matcher(message);
        if (type.find()) {
            String wanted = type.group(2).equals("double") ? "a number" : NUMBER + range(type.group(1), type.group(2));
            return type.replaceFirst("\"" + Matcher.quoteReplacement(type.group(1)) + "\" is not " + wanted);
        }
        return NO_VALUE.matcher(message).replaceFirst("$1 has no value; write it as $1 $2");
    }

    private static String range(String given, String type) {
        boolean tooLong = given.matches("[+-]?\\d+");
        long most = type.equals("int") ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return tooLong ? " from " + (-most - 1) + " to " + most : "";
    }

    private static String unmatched(CommandSpec command, String argument) {
        String name = command.qualifiedName().replaceFirst("^tailkeeper ?", "");
        if (argument.startsWith("-")) {
            return (name.isEmpty() ? "there is no option " : name + " has no option ")
                    + argument
                    + elsewhere(command, argument);
        }
        if (command.subcommands().isEmpty()) {
            return name + " takes no \"" + argument + "\"; its settings are options, which begin with --";
        }
        List<String> words = Stream.concat(
                        command.subcommands().keySet().stream(), name.isEmpty() ? Stream.of(TEST) : Stream.empty())
                .toList();
        return "there is no command \"" + (name + " " + argument).strip() + "\"; "
                + Suggestion.forWord(argument, words);
    }

    private static String elsewhere(CommandSpec command, String option) {
        String bare = option.split("=", 2)[0];
        Optional<String> near = bare.startsWith("--")
                ? Suggestion.near(bare, command.optionsMap().keySet())
                : Optional.empty();
        if (near.isPresent()) {
            return "; did you mean " + near.get() + "?";
        }
        String others = commands(command.root())
                .filter(other -> other.optionsMap().containsKey(bare))
                .map(other -> other.qualifiedName().replaceFirst("^tailkeeper ?", ""))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : "; commands that have it: " + others;
    }

    private static Stream<CommandSpec> commands(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .flatMap(UsageFault::commands));
    }
}
