package io.tailkeeper.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.SeveralSeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackioTest {

    @TempDir
    Path folder;

    /** What SQLite itself says: the columns of each row, joined. */
    private static List<String> ask(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> said = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(rows.getString(column));
                }
                said.add(String.join("|", columns));
            }
            return said;
        }
    }

    private static void change(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void aProjectHasItsRunsStepsAndConfigurations() throws IOException, SQLException {
        SeveralSeeds.write(folder);
        FinishedExperiment experiment = FinishedExperiment.read(folder);
        Path place = ExportFormat.TRACKIO.export(experiment, ExportFormat.TRACKIO.usual(folder));
        Path database = place.resolve("quickstart-1.db");

        assertThat(ask(database, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(ask(database, "SELECT count(*), count(DISTINCT run_id), min(step), max(step) FROM metrics"))
                .containsExactly("60|12|0|4");
        assertThat(ask(
                        database,
                        "SELECT timestamp, round(metrics ->> '$.perplexityRatio', 6) FROM metrics WHERE run_name ="
                                + " 'baseline-s43' AND step = 4"))
                .containsExactly("2026-11-21T08:00:00+00:00|1.21");
        assertThat(
                        ask(
                                database,
                                "SELECT config ->> '$.seed', config ->> '$._Group', config ->> '$.\"training.batch-size\"' FROM"
                                        + " configs JOIN metrics USING (run_id) WHERE metrics.run_name = 'baseline-s43' LIMIT 1"))
                .containsExactly("43|baseline|32");
        ExportFormat.TRACKIO.export(experiment, place);
        assertThat(ask(database, "SELECT count(*) FROM metrics"))
                .as("a second export adds nothing")
                .containsExactly("60");
    }

    /** Columns as trackio 0.36 makes them in {@code SQLiteStorage.init_db}. */
    @Test
    void tablesHaveTheColumnsThatTrackioMakesAndCanBeWrittenOn() throws IOException, SQLException {
        SeveralSeeds.write(folder);
        Path database = ExportFormat.TRACKIO
                .export(FinishedExperiment.read(folder), folder)
                .resolve("quickstart-1.db");

        assertThat(ask(database, "SELECT name, type, \"notnull\", pk FROM pragma_table_info('metrics')"))
                .containsExactly(
                        "id|INTEGER|0|1",
                        "run_id|TEXT|1|0",
                        "timestamp|TEXT|1|0",
                        "run_name|TEXT|1|0",
                        "step|INTEGER|1|0",
                        "metrics|TEXT|1|0",
                        "log_id|TEXT|0|0",
                        "space_id|TEXT|0|0");
        assertThat(ask(database, "SELECT name, type, \"notnull\", pk FROM pragma_table_info('configs')"))
                .containsExactly(
                        "id|INTEGER|0|1",
                        "run_id|TEXT|1|0",
                        "run_name|TEXT|1|0",
                        "config|TEXT|1|0",
                        "created_at|TEXT|1|0");
        change(
                database,
                "INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES ('a', 'b', 'c', 0, '{}')");
        assertThat(ask(database, "SELECT max(id) FROM metrics"))
                .as("keys count on")
                .containsExactly("61");
        assertThatThrownBy(() -> change(
                        database,
                        "INSERT INTO configs (run_id, run_name, config, created_at) SELECT run_id, 'x', '{}', 'b' FROM"
                                + " configs LIMIT 1"))
                .hasMessageContaining("UNIQUE constraint failed: configs.run_id");
        assertThat(ask(database, "PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void whatAnEarlierFileLeftBesideItIsNotTakenForThisOnes() throws IOException {
        SeveralSeeds.write(folder);
        Path log = Files.writeString(folder.resolve("quickstart-1.db-wal"), "of another");

        ExportFormat.TRACKIO.export(FinishedExperiment.read(folder), folder);

        assertThat(log).doesNotExist();
        assertThat(folder.resolve("quickstart-1.db.tmp")).doesNotExist();
    }

    /** Exports in a JVM of its own, because a process loads SQLite once. Arguments: the experiment's folder. */
    static final class Exporting {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            try {
                ExportFormat.TRACKIO.export(FinishedExperiment.read(folder), folder.resolve("trackio"));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aTemporaryFolderThatIsNoneIsNamedWithItsMend() throws IOException, InterruptedException {
        SeveralSeeds.write(folder);
        Path said = folder.resolve("said");
        Path temporary = Files.writeString(folder.resolve("temporary"), "a file");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Dorg.sqlite.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporting.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .content()
                .isEqualToIgnoringNewLines(
                        "trackio's database cannot be written, because SQLite's library cannot be loaded from "
                                + temporary
                                + ": there is no such folder. Name a folder that this user may write to and run"
                                + " programs from: JAVA_TOOL_OPTIONS=-Dorg.sqlite.tmpdir=FOLDER ./tailkeeper export ...");
        assertThat(folder.resolve("trackio")).doesNotExist();
    }
}
