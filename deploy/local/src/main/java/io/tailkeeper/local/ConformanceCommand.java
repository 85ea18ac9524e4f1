package io.tailkeeper.local;

import io.tailkeeper.local.experiment.ExperimentException;
import io.tailkeeper.local.stack.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges a swapped-in service by its records, in a process of its own. */
@Command(
        name = "conformance",
        description = {
            "Judge a running detector service from outside, in whatever language it is written.",
            "",
            "Sends samples under run ids of its own, looks at what comes back, and ends those runs. Other runs on the"
                    + " same brokers go on undisturbed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Tailkeeper.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Example:",
            "  ./tailkeeper conformance detector --bootstrap 127.0.0.1:29092 --detector encoder",
            "",
            "Exit status: 0 when no check failed, 1 when one did, 2 when the kit cannot begin."
        })
final class ConformanceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", description = "detector")
    private String service;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            required = true,
            description = "The brokers; ./tailkeeper up and run print them.")
    private String bootstrap;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            required = true,
            description = "Its detectorId, as runs name it; encoder is the detector that comes with the program.")
    private String detector;

    @Option(
            names = "--restart-command",
            paramLabel = "CMD",
            description = "Stops the detector and starts it again; a shell runs it in the middle of a check. Without it"
                    + " that check is not run.")
    private String restartCommand;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Labelled text, one {\"text\": …, \"label\": \"human\" or \"machine\"} a line: half of it"
                    + " calibrates, the other half is judged. Without it that check is not run.")
    private Path data;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for a next sign of life. Default: 60")
    private int timeout;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the verdict there as JUnit XML.")
    private Path output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!service.equals("detector")) {
            throw new ExperimentException(
                    "there is no conformance kit for \"" + service + "\"; there is one for detector");
        }
        if (timeout < 1) {
            throw new ExperimentException("--timeout must be at least 1");
        }
        if (data != null && !Files.isRegularFile(data)) {
            throw new ExperimentException("--data " + data + " is no file; give the path of a .jsonl file");
        }
        OutputPlace.requireFile("--output", output);
        return new ProcessBuilder(command()).inheritIO().start().waitFor();
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Jvm.PROGRAM,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", // the kit says itself what is wrong
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                PackagedProgram.classPath("conformance"),
                "io.tailkeeper.conformance.Conformance",
                "bootstrap=" + bootstrap,
                "detector=" + detector,
                "timeout=" + timeout));
        command.addAll(1, Jvm.crashOptions("conformance"));
        if (restartCommand != null) {
            command.add("restart-command=" + restartCommand);
        }
        if (data != null) {
            command.add("data=" + data.toAbsolutePath());
        }
        if (output != null) {
            command.add("output=" + output.toAbsolutePath());
        }
        return command;
    }
}
