package io.tailkeeper.report.export;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;

/**
 * MLflow's file store, {@code mlruns}: an experiment, its runs, of each its metrics by generation and its settings. Ids are
 * derived from names, so that a second export replaces the first.
 */
final class MlflowStore {

    private static final int RUN_ID_LENGTH = 32;
    private static final BigInteger EXPERIMENT_IDS = BigInteger.TEN.pow(18);
    private static final int LONGEST_VALUE = 6_000; // of a parameter
    private static final int FINISHED = 3;
    private static final int LOCAL = 4;

    private MlflowStore() {}

    static Path write(FinishedExperiment experiment, Path store) throws IOException {
        String experimentId = new BigInteger(Sha256.of(experiment.id()), 16)
                .mod(EXPERIMENT_IDS)
                .toString();
        Path folder = store.resolve(experimentId);
        AtomicFile.write(
                folder.resolve("meta.yaml"),
                "artifact_location: " + quoted(folder.toAbsolutePath().toUri().toString()) + "\nexperiment_id: "
                        + quoted(experimentId) + "\nlifecycle_stage: active\nname: " + quoted(experiment.id()) + "\n");
        for (Run run : experiment.runs()) {
            write(experiment, run, experimentId, folder);
        }
        return store;
    }

    private static void write(FinishedExperiment experiment, Run run, String experimentId, Path folder)
            throws IOException {
        String name = experiment.seeds().size() == 1 ? run.arm() : run.arm() + "-s" + run.seed();
        String runId = Sha256.of(experiment.id() + "/" + name).substring(0, RUN_ID_LENGTH);
        long time = experiment.startedAt().toEpochMilli();
        Path of = folder.resolve(runId);
        for (String figure : run.figures()) {
            StringBuilder lines = new StringBuilder();
            run.generations().forEach((generation, figures) -> {
                if (figures.containsKey(figure)) {
                    lines.append(time)
                            .append(' ')
                            .append(figures.get(figure))
                            .append(' ')
                            .append(generation)
                            .append('\n');
                }
            });
            AtomicFile.write(of.resolve("metrics").resolve(figure), lines.toString());
        }
        for (Map.Entry<String, String> setting : run.specification().entrySet()) {
            String value = setting.getValue();
            AtomicFile.write(
                    of.resolve("params").resolve(setting.getKey()),
                    value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value);
        }
        AtomicFile.write(of.resolve("params").resolve("seed"), Long.toString(run.seed()));
        AtomicFile.write(of.resolve("tags").resolve("mlflow.runName"), name);
        AtomicFile.write(of.resolve("tags").resolve("arm"), run.arm());
        AtomicFile.write(
                of.resolve("meta.yaml"),
                "artifact_uri: "
                        + quoted(
                                of.toAbsolutePath().resolve("artifacts").toUri().toString()) + "\nend_time: " + time
                        + "\nentry_point_name: ''\nexperiment_id: " + quoted(experimentId)
                        + "\nlifecycle_stage: active\nrun_id: " + quoted(runId) + "\nrun_name: " + quoted(name)
                        + "\nrun_uuid: " + quoted(runId) + "\nsource_name: ''\nsource_type: " + LOCAL
                        + "\nsource_version: ''\nstart_time: " + time + "\nstatus: " + FINISHED
                        + "\ntags: []\nuser_id: ''\n");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
