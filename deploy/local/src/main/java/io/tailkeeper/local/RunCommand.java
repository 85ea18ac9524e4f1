package io.tailkeeper.local;

import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentIds;
import io.tailkeeper.experiment.inputs.DetectorChoice;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.samples.SampleLimit;
import io.tailkeeper.local.session.Connected;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs an experiment and reports. */
@Command(
        name = "run",
        description = {
            "Run an experiment and report what was found.",
            "",
            "Starts Kafka, Redis and the four services on this machine, runs every arm of the experiment over the same"
                    + " corpus and seeds, shows how far it is, and writes report.html, report.json and generations.csv."
                    + " Everything is stopped at the end.",
            "",
            "With --bootstrap the experiment runs on an installation that is there already: paths are those of its"
                    + " services, and they go on when this command ends."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  ./tailkeeper run",
            "  ./tailkeeper run --preset remedies --seed 7",
            "  ./tailkeeper run --seeds 42,43,44",
            "  ./tailkeeper run --corpus my-texts/ --set generations=6",
            "  ./tailkeeper run --set arms.protected.selection.bias=1,5,10",
            "  ./tailkeeper run --alerts alerts.yaml",
            "  ./tailkeeper run --set model=my-llama/",
            "  ./tailkeeper run --detector ngrams --detector encoder",
            "  ./tailkeeper run --resume tailkeeper-runs/quickstart-1129-1830",
            "  ./tailkeeper run --bootstrap 127.0.0.1:9092 --api http://127.0.0.1:8080",
            "",
            "Exit status: 0 when every run completed, 1 when one did not, as when a rule of alerts ended it, 2 when what was"
                    + " asked for cannot be done as it stands, 130 after Ctrl-C."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ExperimentOption experiments;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where report, logs and checkpoints go; not there yet or empty."
                    + " Default: ./tailkeeper-runs/<experiment>")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Go on with an interrupted experiment, whose --output was DIR, and report on all of it.")
    private @Nullable Path resume;

    @Option(names = "--keep", description = "Leave everything up after the run, dashboard included, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "How many samples of each generation are kept below the output, of human text, of the model's, and of"
                            + " pairs; all keeps every one; ./tailkeeper samples shows them. Default: 64")
    private @Nullable String samples;

    @Mixin
    private DetectorOption detectors;

    @Mixin
    private DeviceOption device;

    @Mixin
    private StartOption starts;

    @Mixin
    private ConnectOption connect;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (resume != null) {
            refuseWith("--resume", "--keep", "--start-limit", "--bootstrap", "--api", "--command-config");
            return new ResumedExperiment(resume, connect).run(starts.limits(), keep, out());
        }
        return connect.given() ? runThere() : runHere();
    }

    private int runHere() throws InterruptedException, IOException {
        Experiment experiment = experiments.read(false, detectors.deciding(false));
        List<DetectorChoice> needed = DetectorChoice.needed(detectors.choices(), experiment);
        StackOptions options = new StackOptions(device.name(), DetectorChoice.settings(needed), detectors.settings())
                .reading(ReadableRoots.of(experiment))
                .with(starts.limits());
        ExperimentRequest request = ExperimentRequest.of(
                experiment, experimentId(experiment), commandLine(), options.detectorFolders(), sampleLimit());
        RunDirectory directory = directory(request);
        ExperimentRun run = new ExperimentRun(request, directory);
        run.introduce(Preparation.check(experiment, request.runs(), run.events()));
        ExperimentFile.of(request, options).write(directory.root());
        return run.run(events -> new Running(directory, options, events), keep, out());
    }

    /** On an installation that is there already. */
    private int runThere() throws InterruptedException, IOException {
        refuseWith(
                "--bootstrap",
                "--api",
                "--command-config",
                "--preset",
                "--spec",
                "--corpus",
                "--seed",
                "--seeds",
                "--set",
                "--alerts",
                "--output",
                "--samples",
                "--detector");
        RemoteInstallation installation = connect.installation();
        Experiment experiment = experiments.read(true, detectors.deciding(true));
        ExperimentRequest request =
                ExperimentRequest.of(experiment, experimentId(experiment), commandLine(), Set.of(), sampleLimit());
        RunDirectory directory = directory(request);
        ExperimentRun run = new ExperimentRun(request, directory);
        run.introduce(List.of());
        installation.check(); // before anything is written
        ExperimentFile.of(request, installation).write(directory.root());
        return run.run(events -> new Connected(installation, events), false, out());
    }

    private static String experimentId(Experiment experiment) {
        return ExperimentIds.next(experiment.name(), LocalDateTime.now(ZoneId.systemDefault()));
    }

    private RunDirectory directory(ExperimentRequest request) {
        return Running.unused(output == null ? Path.of("tailkeeper-runs", request.experimentId()) : output);
    }

    private SampleLimit sampleLimit() {
        return samples == null ? SampleLimit.USUAL : SampleLimit.parse(samples);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Refuses options that an option leaves no room for. */
    private void refuseWith(String option, String... allowed) {
        Set<String> fitting = new HashSet<>(List.of(allowed));
        fitting.add(option);
        spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !fitting.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ExperimentException(name + " has no meaning beside " + option
                            + (option.equals("--resume")
                                    ? ": the experiment goes on as it was begun; leave it out"
                                    : ": the services of that installation have settings of their own; leave it out"));
                });
    }

    private String commandLine() {
        return ShellWords.tailkeeper(spec.commandLine().getParseResult().originalArgs());
    }
}
