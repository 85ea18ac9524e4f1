package io.tailkeeper.report.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project of trackio: {@code <experiment>.db} in a folder that {@code TRACKIO_DIR} names. A run is a run, a generation a step,
 * settings its configuration. The tables are those of trackio's {@code sqlite_storage.py}, which makes the others when it opens the
 * file. All rows have the time when the experiment began, because that of a generation is not in a report.
 */
final class TrackioStore {

    private static final int RUN_ID_LENGTH = 32;

    private static final String METRICS =
            "CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL,"
                    + " timestamp TEXT NOT NULL, run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, log_id TEXT,"
                    + " space_id TEXT)";
    private static final String CONFIGS =
            "CREATE TABLE configs (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL,"
                    + " run_name TEXT NOT NULL, config TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE(run_id))";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TrackioStore() {}

    static Path write(FinishedExperiment experiment, Path folder) throws IOException {
        String time = experiment.startedAt().toString().replace("Z", "+00:00"); // as Python writes it
        List<List<@Nullable Object>> metrics = new ArrayList<>();
        List<List<@Nullable Object>> configs = new ArrayList<>();
        for (Run run : experiment.runs()) {
            String name = experiment.seeds().size() == 1 ? run.arm() : run.arm() + "-s" + run.seed();
            String id = Sha256.of(experiment.id() + "/" + name).substring(0, RUN_ID_LENGTH);
            for (Map.Entry<Integer, Map<String, Double>> generation :
                    run.generations().entrySet()) {
                metrics.add(Arrays.asList(
                        null,
                        id,
                        time,
                        name,
                        generation.getKey().longValue(),
                        MAPPER.writeValueAsString(generation.getValue())));
            }
            Map<String, Object> config = new LinkedHashMap<>(run.specification());
            config.put("seed", run.seed());
            config.put("_Group", run.arm());
            config.put("_Created", time);
            configs.add(Arrays.asList(null, id, name, MAPPER.writeValueAsString(config), time));
        }
        byte[] database = SqliteFile.of(List.of(
                new SqliteFile.Table("metrics", METRICS, metrics, -1),
                new SqliteFile.Table("configs", CONFIGS, configs, 1)));
        Path file = folder.resolve(experiment.id() + ".db");
        for (String beside : List.of("-wal", "-shm", "-journal")) { // of an earlier file with this name
            Files.deleteIfExists(folder.resolve(experiment.id() + ".db" + beside));
        }
        AtomicFile.write(file, database);
        return folder;
    }
}
