package io.tailkeeper.bench.kills;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills processes while an experiment runs, and compares. */
@Command(
        name = "kills",
        description = {
            "Kill the four services, the broker and Redis at random moments while a small experiment runs.",
            "",
            "The experiment is first run undisturbed. Then it is run on a new stack, start-up included, until every kill"
                    + " has been spent. Every checkpoint's sha256 and every measure must be that of the undisturbed run,"
                    + " and the books must balance. The broker comes back with its data, Redis without."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {"", "Exit status: 0 when nothing was changed, 1 when something was, 2 when it cannot begin."})
public final class KillsCommand implements Callable<Integer> {

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "30",
            description = "SIGKILLs, evenly over the six. Default: 30")
    private int kills;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Who is killed when. Default: 7")
    private long seed;

    @Option(
            names = "--generations",
            paramLabel = "N",
            defaultValue = "2",
            description = "Generations of the experiment after the first. Default: 2")
    private int generations;

    @Option(names = "--output", paramLabel = "FILE", description = "Write what was found there as one JSON object.")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1 || generations < 1) {
            throw new UsageException("--kills and --generations must be at least 1");
        }
        OutputPlace.requireFile("--output", output);
        return new KillsBench(
                        new Trial(generations),
                        kills,
                        seed,
                        output,
                        spec.commandLine().getOut())
                .run();
    }
}
