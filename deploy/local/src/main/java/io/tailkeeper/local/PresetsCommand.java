package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.experiment.Presets;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and shows the experiments that come with the program. */
@Command(
        name = "presets",
        description = "List the experiments that come with the program, or show one.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class)
final class PresetsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        list();
    }

    @Command(
            description = "List them, with what each is for.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    void list() {
        PrintWriter out = spec.commandLine().getOut();
        Presets.NAMES.forEach(name -> out.printf("%-12s%s%n", name, Presets.description(name)));
    }

    @Command(
            description = "Print one as it stands: a file for --spec to begin with.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    void show(@Parameters(paramLabel = "NAME", description = "one of those that list names") String name) {
        spec.commandLine().getOut().print(Presets.text(name));
        spec.commandLine().getOut().flush();
    }
}
