package io.tailkeeper.commandline;

import io.tailkeeper.contracts.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Command lines of Tailkeeper's programs: one way to answer faults, one meaning of each exit status. */
public final class CommandLines {

    /** The exit status when what was asked for cannot be done as it stands. */
    public static final int USAGE = 2;

    /** The exit status when it was begun and failed. */
    public static final int FAILED = 1;

    /** The exit status after Ctrl-C, as a shell has it. Whoever hears Ctrl-C says so; no exception is told of. */
    public static final int INTERRUPTED = 130;

    private static final Pattern DOT_ALONE = Pattern.compile(" +(\\(?\\.)\n( *)(?=\\S)");

    private CommandLines() {}

    /**
     * A command line.
     *
     * @param command annotated for picocli; its name is the whole of what a person types, without {@code ./}
     * @param told exceptions whose message is for a person, with their exit status; {@link UsageException} and {@link
     *     IOException} are told anyway, and any other one is a fault of the program, with its stack trace
     */
    public static CommandLine of(Object command, Map<Class<? extends Exception>, Integer> told) {
        return of(command, told, UnaryOperator.identity());
    }

    /**
     * A command line whose errors are laid out.
     *
     * @param told as above
     * @param layout makes the lines of a terminal out of an error
     */
    public static CommandLine of(
            Object command, Map<Class<? extends Exception>, Integer> told, UnaryOperator<String> layout) {
        CommandLine commandLine = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((failure, arguments) -> {
                    CommandLine wrong = failure.getCommandLine();
                    wrong.getErr().println(layout.apply("tailkeeper: " + UsageFault.of(failure)));
                    wrong.getErr().println("./" + wrong.getCommandSpec().qualifiedName() + " --help says more");
                    return USAGE;
                })
                .setExecutionExceptionHandler((failure, wrong, result) -> report(
                        failure,
                        told,
                        error -> wrong.getErr().println(layout.apply("tailkeeper: " + error)),
                        wrong.getErr()));
        Map<String, CommandLine.IHelpSectionRenderer> sections = new LinkedHashMap<>(commandLine.getHelpSectionMap());
        sections.replaceAll((_, renderer) -> help -> namesWhole(renderer.render(help)));
        commandLine.setHelpSectionMap(sections);
        // Without a command there is nothing to do but to say what can be done.
        commandLine.setExecutionStrategy(parsed -> {
            boolean idle = !parsed.commandSpec().subcommands().isEmpty()
                    && !parsed.hasSubcommand()
                    && !parsed.isUsageHelpRequested()
                    && !parsed.isVersionHelpRequested();
            if (idle) {
                parsed.commandSpec()
                        .commandLine()
                        .usage(parsed.commandSpec().commandLine().getErr());
                return USAGE;
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    /** Lines are broken behind the dot of {@code ./tailkeeper} or {@code .json}; the dot goes where its name is. */
    private static String namesWhole(String help) {
        return DOT_ALONE.matcher(help).replaceAll("\n$2$1");
    }

    private static int report(
            Exception failure,
            Map<Class<? extends Exception>, Integer> told,
            Consumer<String> errors,
            PrintWriter err) {
        // The nearest kind decides: one may be a kind of another.
        for (Class<?> kind = failure.getClass(); kind != null; kind = kind.getSuperclass()) {
            Integer status = told.get(kind);
            if (status != null) {
                if (status != INTERRUPTED) {
                    errors.accept(failure.getMessage());
                }
                return status;
            }
        }
        if (failure instanceof UsageException) {
            errors.accept(failure.getMessage());
            return USAGE;
        }
        if (failure instanceof IOException refused) {
            errors.accept(AtomicFile.words(refused));
        } else {
            failure.printStackTrace(err);
        }
        return FAILED;
    }

    /** The version that the build wrote into the jar. */
    public static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"tailkeeper " + Build.here()};
        }
    }
}
