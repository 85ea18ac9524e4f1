package io.tailkeeper.conformance;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.OutputPlace;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program: judges a swapped-in service by its records. */
@Command(
        name = "tailkeeper conformance",
        description = {
            "Judge a running detector service from outside, in whatever language it is written.",
            "",
            "Sends samples under run ids of its own, looks at what comes back, and ends those runs. Other runs on the"
                    + " same brokers go on undisturbed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Example:",
            "  ./tailkeeper conformance detector --bootstrap 127.0.0.1:29092 --detector encoder",
            "",
            "Exit status: 0 when no check failed, 1 when one did, 2 when the kit cannot begin."
        })
public final class ConformanceCommand implements Callable<Integer> {

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
    private @Nullable String restartCommand;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Labelled text, one {\"text\": …, \"label\": \"human\" or \"machine\"} a line: half of it"
                    + " calibrates, the other half is judged. Without it that check is not run.")
    private @Nullable Path data;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for a next sign of life. Default: 60")
    private int timeout;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the verdict there as JUnit XML.")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    /** Judges, on this terminal. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return CommandLines.of(new ConformanceCommand(), Map.of());
    }

    @Override
    public Integer call() throws IOException {
        if (!service.equals("detector")) {
            throw new UsageException("there is no conformance kit for \"" + service + "\"; there is one for detector");
        }
        if (timeout < 1) {
            throw new UsageException("--timeout must be at least 1");
        }
        if (data != null && !Files.isRegularFile(data)) {
            throw new UsageException("--data " + data + " is no file; give the path of a .jsonl file");
        }
        OutputPlace.requireFile("--output", output);
        ConformanceSettings settings = new ConformanceSettings(
                bootstrap,
                detector,
                Duration.ofSeconds(timeout),
                Optional.ofNullable(restartCommand),
                Optional.ofNullable(data),
                Optional.ofNullable(output));
        try {
            boolean conforms =
                    Conformance.judge(settings, settings.restartCommand().map(Restart::byCommand), System.out);
            return conforms ? 0 : CommandLines.FAILED;
        } catch (KafkaException | IllegalStateException e) {
            spec.commandLine().getErr().println("tailkeeper: the brokers were lost in the middle: " + e.getMessage());
            return CommandLines.FAILED;
        }
    }
}
