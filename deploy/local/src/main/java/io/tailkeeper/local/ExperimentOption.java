package io.tailkeeper.local;

import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.experiment.AlertFile;
import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentException;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Presets;
import io.tailkeeper.experiment.Setting;
import io.tailkeeper.experiment.inputs.CorpusPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which experiment is run, and what of it is set on the command line. */
final class ExperimentOption {

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
            names = "--seeds",
            paramLabel = "N,N,...",
            description =
                    "Several seeds, at most 20: every run once with each, generation 0 too. The report has mean, range and"
                            + " standard error of each arm, and differences by seed. Each seed divides the corpus anew.")
    private @Nullable String seeds;

    @Option(
            names = "--alerts",
            paramLabel = "FILE",
            description =
                    "Rules of alerts: which measure, above or below what, for how many generations; a rule may end a run."
                            + " Instead of those of the experiment file. Default: rules that warn and end nothing")
    private @Nullable Path alerts;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting of every arm (training.learning-rate=1e-3), or of one arm"
                    + " (arms.protected.loss.name=tce). Several values (arms.protected.selection.bias=1,5,10) make an arm of"
                    + " each combination. May be given several times.")
    private List<String> settings = List.of();

    /**
     * The experiment.
     *
     * @param there whether it runs on an installation that is there already, whose paths nobody here can look at
     * @param detector that runs select with, where one is given
     * @throws ExperimentException when there is none of that kind, and why
     */
    Experiment read(boolean there, Optional<String> detector) {
        if (preset != null && file != null) {
            throw new ExperimentException("--preset " + preset + " and --spec " + file
                    + " exclude each other; give one (a file can build on a preset with extends: " + preset + ")");
        }
        List<Setting> all = settings(there, detector);
        Experiment experiment = file == null
                ? ExperimentReader.preset(preset == null ? Presets.DEFAULT : preset, all)
                : ExperimentReader.file(file, all);
        return alerts == null ? experiment : judged(experiment, alerts);
    }

    private static Experiment judged(Experiment experiment, Path alerts) {
        List<AlertRule> rules = AlertFile.read(alerts);
        try {
            return experiment.judgedBy(rules);
        } catch (ExperimentException e) {
            throw new ExperimentException("--alerts " + alerts + ": " + e.getMessage());
        }
    }

    private List<Setting> settings(boolean there, Optional<String> detector) {
        List<Setting> all = new ArrayList<>();
        if (corpus != null) {
            all.addAll(there ? CorpusPath.there(corpus) : CorpusPath.settings(corpus));
        }
        if (seed != null) {
            all.add(new Setting("seed", Long.toString(seed)));
        }
        if (seeds != null) {
            all.add(new Setting("seeds", seeds));
        }
        detector.ifPresent(id -> all.add(new Setting("selection.detector-id", id)));
        settings.forEach(setting -> all.add(Setting.parse(setting)));
        return all;
    }
}
