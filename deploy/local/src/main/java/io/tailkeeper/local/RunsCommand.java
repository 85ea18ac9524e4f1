package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.local.remote.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The experiments of an installation that is there already. */
@Command(
        name = "runs",
        description = "List, show, cancel and resume the experiments of an installation that is there already.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        subcommands = {
            RunsCommand.ListThem.class,
            RunsCommand.Show.class,
            RunsCommand.Cancel.class,
            RunsCommand.Resume.class
        })
final class RunsCommand {

    private RunsCommand() {}

    /** Lists all experiments. */
    @Command(
            name = "list",
            description = "List the experiments, the newest first.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    static final class ListThem implements Callable<Integer> {

        @Mixin
        private ConnectOption connect;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            Runs.list(connect.api(), spec.commandLine().getOut());
            return 0;
        }
    }

    /** Shows one. */
    @Command(
            name = "show",
            description = "Show an experiment or a run: where it stands, why it ended, what was measured.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Of an experiment, or of one run of it.")
        private String id;

        @Mixin
        private ConnectOption connect;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            Runs.show(
                    connect.api(),
                    connect.brokers() ? connect.kafka() : Map.of(),
                    id,
                    spec.commandLine().getOut());
            return 0;
        }
    }

    /** Ends one. */
    @Command(
            name = "cancel",
            description = "End an experiment or a run: every service drops its work. What was measured stays.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    static final class Cancel implements Callable<Integer> {

        @Parameters(paramLabel = "ID", description = "Of an experiment, or of one run of it.")
        private String id;

        @Mixin
        private ConnectOption connect;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            Runs.cancel(
                    connect.api(),
                    connect.brokers() ? connect.kafka() : Map.of(),
                    id,
                    spec.commandLine().getOut());
            return 0;
        }
    }

    /** Follows one again. */
    @Command(
            name = "resume",
            description = "Follow an experiment again that run --bootstrap began, and report on all of it.",
            mixinStandardHelpOptions = true,
            versionProvider = CommandLines.Version.class)
    static final class Resume implements Callable<Integer> {

        @Parameters(paramLabel = "DIR", description = "The folder that everything of it lies in.")
        private Path folder;

        @Mixin
        private ConnectOption connect;

        @Mixin
        private StartOption starts;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException, IOException {
            return new ResumedExperiment(folder, connect)
                    .run(starts.limits(), false, spec.commandLine().getOut());
        }
    }
}
