package io.tailkeeper.bench.kills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bench of kills as people call it, with few kills. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KillsIT {

    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void killsAtRandomMomentsChangeNothing() throws Exception {
        Path output = folder.resolve("kills.json");
        StringWriter out = new StringWriter();
        CommandLine tailkeeper = BenchCommand.commandLine().setOut(new PrintWriter(out, true));

        int status = tailkeeper.execute(arguments(output));

        assertThat(status).as(out.toString()).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(output.toFile());
        assertThat(report.at("/unchanged").asBoolean()).isTrue();
        assertThat(report.at("/checkpoints").asInt()).isEqualTo(5);
        assertThat(report.at("/figures").asInt()).isGreaterThan(150);
        assertThat(report.at("/runs").asInt()).isPositive();
        assertThat(report.at("/faults")).isEmpty();
        assertThat(report.at("/struck")).hasSize(KILLS);
        assertThat(report.at("/victims")).hasSize(6).allSatisfy(victim -> assertThat(
                        victim.at("/restarts").asInt())
                .isGreaterThanOrEqualTo(victim.at("/kills").asInt()));
        assertThat(out.toString()).contains("kill 3 of 3: ", "and its books balance");
        assertThat(out.toString().lines().dropWhile(line -> !line.startsWith("victim")))
                .isNotEmpty()
                .allMatch(line -> line.length() <= 80);
    }

    private static String[] arguments(Path output) {
        return new String[] {
            "kills",
            "--kills",
            Integer.toString(KILLS),
            "--generations",
            "1",
            "--seed",
            "15",
            "--output",
            output.toString()
        };
    }
}
