package io.tailkeeper.report.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.files.Sha256;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConnection;

/**
 * A project of trackio: {@code <experiment>.db} in a folder that {@code TRACKIO_DIR} names. A run is a run, a generation a step,
 * settings its configuration. The tables are those of trackio's {@code sqlite_storage.py}, which makes the others when it opens the
 * file. All rows have the time when the experiment began, because that of a generation is not in a report.
 */
final class TrackioStore {

    private static final int RUN_ID_LENGTH = 32;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL,"
                    + " timestamp TEXT NOT NULL, run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, log_id TEXT,"
                    + " space_id TEXT)",
            "CREATE TABLE configs (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL,"
                    + " run_name TEXT NOT NULL, config TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE(run_id))");
    private static final String METRICS =
            "INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?, ?)";
    private static final String CONFIGS =
            "INSERT INTO configs (run_id, run_name, config, created_at) VALUES (?, ?, ?, ?)";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TrackioStore() {}

    static Path write(FinishedExperiment experiment, Path folder) throws IOException {
        SqliteLibrary.load();
        Path file = folder.resolve(experiment.id() + ".db");
        byte[] database;
        try {
            database = database(experiment);
        } catch (SQLException e) {
            throw new IOException(file + " cannot be written: SQLite says: " + e.getMessage(), e);
        }
        for (String beside : List.of("-wal", "-shm", "-journal")) { // of an earlier file with this name
            Files.deleteIfExists(folder.resolve(experiment.id() + ".db" + beside));
        }
        AtomicFile.write(file, database);
        return folder;
    }

    /** The content of the file, made in memory in one transaction. */
    private static byte[] database(FinishedExperiment experiment) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.executeUpdate(table);
                }
            }
            try (PreparedStatement metrics = connection.prepareStatement(METRICS);
                    PreparedStatement configs = connection.prepareStatement(CONFIGS)) {
                for (Run run : experiment.runs()) {
                    insert(experiment, run, metrics, configs);
                }
            }
            connection.commit();
            return connection.unwrap(SQLiteConnection.class).serialize("main");
        }
    }

    private static void insert(
            FinishedExperiment experiment, Run run, PreparedStatement metrics, PreparedStatement configs)
            throws SQLException, IOException {
        String time = experiment.startedAt().toString().replace("Z", "+00:00"); // as Python writes it
        String name = experiment.seeds().size() == 1 ? run.arm() : run.arm() + "-s" + run.seed();
        String id = Sha256.of(experiment.id() + "/" + name).substring(0, RUN_ID_LENGTH);
        for (Map.Entry<Integer, Map<String, Double>> generation :
                run.generations().entrySet()) {
            metrics.setString(1, id);
            metrics.setString(2, time);
            metrics.setString(3, name);
            metrics.setInt(4, generation.getKey());
            metrics.setString(5, MAPPER.writeValueAsString(generation.getValue()));
            metrics.executeUpdate();
        }
        Map<String, Object> config = new LinkedHashMap<>(run.specification());
        config.put("seed", run.seed());
        config.put("_Group", run.arm());
        config.put("_Created", time);
        configs.setString(1, id);
        configs.setString(2, name);
        configs.setString(3, MAPPER.writeValueAsString(config));
        configs.setString(4, time);
        configs.executeUpdate();
    }
}
