package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.experiment.ExperimentIds;
import io.tailkeeper.experiment.inputs.DetectorChoice;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.Service;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.ProcessException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and leaves it up. */
@Command(
        name = "up",
        description = "Start Kafka, Redis and the four services, and leave them up until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class)
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where data and logs go; not there yet or empty. Default: ./tailkeeper-runs/up-<time>")
    private @Nullable Path output;

    @Mixin
    private DetectorOption detectors;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--allow",
            paramLabel = "PATH",
            description =
                    "A file or folder that run requests may have corpora and models read from. May be given several"
                            + " times. Default: none, the built-in corpus only")
    private List<Path> allowed = List.of();

    @Mixin
    private StartOption starts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        StackOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        RunDirectory directory = Running.unused(
                output == null
                        ? Path.of(
                                "tailkeeper-runs", ExperimentIds.next("up", LocalDateTime.now(ZoneId.systemDefault())))
                        : output);
        try (Running running = new Running(directory, options, message -> {
            out.println(message);
            out.flush();
        })) {
            running.start();
            out.println("dashboard  " + running.stack().address(Service.METRICS));
            out.println("Kafka      " + running.stack().bootstrapServers());
            out.println("Redis      its address, password included, stands in "
                    + running.stack().writeRedisAddress());
            out.println("logs       " + directory.log("<service>"));
            out.println("Ctrl-C stops everything");
            out.flush();
            throw new ProcessException(Running.untilFailure(running.installation()));
        }
    }

    private StackOptions options() {
        List<DetectorChoice> choices = detectors.choices();
        List<String> names =
                choices.isEmpty() ? List.of("encoder") : DetectorChoice.settings(DetectorChoice.distinct(choices));
        return new StackOptions(device.name(), names, detectors.settings())
                .reading(ReadableRoots.of("--allow", allowed))
                .staying()
                .with(starts.limits());
    }
}
