package io.tailkeeper.local;

import io.tailkeeper.local.session.Connected;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.local.experiment.CorpusPath;
import io.tailkeeper.local.experiment.DetectorChoice;
import io.tailkeeper.local.experiment.Experiment;
import io.tailkeeper.local.experiment.ExperimentException;
import io.tailkeeper.local.experiment.ExperimentReader;
import io.tailkeeper.local.experiment.Presets;
import io.tailkeeper.local.experiment.Setting;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
                    + " corpus and seed, shows how far it is, and writes report.html, report.json and generations.csv."
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
            "  ./tailkeeper run --corpus my-texts/ --set generations=6",
            "  ./tailkeeper run --set arms.protected.selection.bias=5",
            "  ./tailkeeper run --set model=my-llama/",
            "  ./tailkeeper run --detector ngrams --detector encoder",
            "  ./tailkeeper run --resume tailkeeper-runs/quickstart-1129-1830",
            "  ./tailkeeper run --bootstrap 127.0.0.1:9092 --api http://127.0.0.1:8080",
            "",
            "Exit status: 0 when every run completed, 1 when one did not, 2 when what was asked for cannot be done as"
                    + " it stands, 130 after Ctrl-C."
        })
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "An experiment that comes with the program; ./tailkeeper presets lists them. Default: quickstart")
    private @Nullable String preset;

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description =
                    "An experiment file of your own; ./tailkeeper presets show quickstart prints one to begin with.")
    private @Nullable Path file;

    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            description =
                    "Human text of your own: a .txt, .jsonl, .ndjson, .json or .parquet file, all but the last also .gz or"
                            + " .zst, or a folder of such. Files named train, valid (validation, val, dev) and test"
                            + " give the held-out parts too. Default: the built-in WordNet 3.1")
    private @Nullable Path corpus;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything random. Default: the experiment file's, 42 in the presets")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting of every arm (training.learning-rate=1e-3), or of one arm"
                    + " (arms.protected.loss.name=tce). May be given several times.")
    private List<String> settings = List.of();

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
        if (preset != null && file != null) {
            throw new ExperimentException("--preset " + preset + " and --spec " + file
                    + " exclude each other; give one (a file can build on a preset with extends: " + preset + ")");
        }
        return connect.given() ? runThere() : runHere();
    }

    private Experiment experiment() {
        return file == null
                ? ExperimentReader.preset(preset == null ? Presets.DEFAULT : preset, settings())
                : ExperimentReader.file(file, settings());
    }

    private int runHere() throws InterruptedException, IOException {
        Experiment experiment = experiment();
        List<DetectorChoice> needed = DetectorChoice.needed(detectors.choices(), experiment);
        StackOptions options = new StackOptions(device.name(), DetectorChoice.settings(needed), detectors.settings())
                .reading(ReadableRoots.of(experiment))
                .with(starts.limits());
        ExperimentRequest request =
                ExperimentRequest.of(experiment, experimentId(experiment), commandLine(), options.detectorFolders());
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
                "--set",
                "--output",
                "--detector");
        RemoteInstallation installation = connect.installation();
        Experiment experiment = experiment();
        ExperimentRequest request =
                ExperimentRequest.of(experiment, experimentId(experiment), commandLine(), Set.of());
        RunDirectory directory = directory(request);
        ExperimentRun run = new ExperimentRun(request, directory);
        run.introduce(List.of());
        ExperimentFile.of(request, installation).write(directory.root());
        return run.run(events -> new Connected(installation, events), false, out());
    }

    private static String experimentId(Experiment experiment) {
        return ExperimentIds.next(experiment.name(), LocalDateTime.now(ZoneId.systemDefault()));
    }

    private RunDirectory directory(ExperimentRequest request) {
        return Running.unused(output == null ? Path.of("tailkeeper-runs", request.experimentId()) : output);
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

    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        if (corpus != null) {
            all.addAll(connect.given() ? CorpusPath.there(corpus) : CorpusPath.settings(corpus));
        }
        if (seed != null) {
            all.add(new Setting("seed", Long.toString(seed)));
        }
        detectors.deciding(connect.given()).ifPresent(id -> all.add(new Setting("selection.detector-id", id)));
        settings.forEach(setting -> all.add(Setting.parse(setting)));
        return all;
    }

    private String commandLine() {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .map(argument ->
                        argument.matches("[\\w./=,:@+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "./tailkeeper ", ""))
                .strip();
    }
}
