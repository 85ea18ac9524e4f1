package io.tailkeeper.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.testing.fuzz.RecordReader;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzBenchTest {

    private static final RecordReader REFUSING = new RecordReader("refusing", (topic, body) -> {
        throw new RejectedMessageException("no");
    });
    private static final RecordReader WEAK = new RecordReader("weak", (topic, body) -> {
        if (topic.equals("runs.finished.v1")) {
            throw new NumberFormatException("1e999");
        }
    });

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void theReadersOfTheContractPass() throws Exception {
        BenchResult result = FuzzBench.run(new FuzzSettings(200, 0, 20, 3, folder, null), out);

        assertThat(FuzzBench.failed(result)).isFalse();
        assertThat(result.ratio()).isEqualTo(1);
        assertThat(result.settings()).containsEntry("seed", 3L).containsEntry("records", 200L);
        assertThat(result.value()).isEqualTo(200.0 * (Topics.ALL.size() + 1));
        assertThat(result.phases().get("accepted")).isPositive();
        assertThat(result.phases().get("refused")).isGreaterThan(result.value() / 2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("20 of 200 records are read")
                .doesNotContain("200 of 200");
        assertThat(result.parts().get("corpus files").reached()).isTrue();
        assertThat(result.parts().get("corpus files").figures()).containsEntry("folders", 20L);
    }

    @Test
    void modelFilesAreReadBesideTheRecords() throws Exception {
        BenchResult result = FuzzBench.run(new FuzzSettings(10, 20, 2, 3, folder, null), out);

        assertThat(FuzzBench.failed(result)).isFalse();
        assertThat(result.value()).isEqualTo(10.0 * (Topics.ALL.size() + 1) + 20);
        assertThat(result.settings()).containsEntry("model files", 20L).containsEntry("records", 10L);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("each changed model is opened in ", "18 of 20 model files are opened");
    }

    @Test
    void aFailureIsSavedWithItsBytesAndCanBeReplayed() throws Exception {
        FuzzBench bench = new FuzzBench(List.of(REFUSING, WEAK), out);
        BenchResult result = bench.measure(new FuzzSettings(1_000, 0, 0, 3, folder, null));

        assertThat(FuzzBench.failed(result)).isTrue();
        assertThat(result.phases().get("other")).isEqualTo(10);
        List<Path> files;
        try (var saved = Files.list(folder)) {
            files = saved.sorted().toList();
        }
        assertThat(files).hasSize(10);
        Path file = files.getFirst();
        long index = Long.parseLong(file.getFileName().toString().replaceAll("^fuzz-3-|\\.bytes$", ""));
        assertThat(Files.readAllBytes(file))
                .isEqualTo(new RecordMutator(3).record(index).body());
        assertThat(result.settings().get("neither accepted nor refused").toString())
                .contains("weak, given a record of runs.finished.v1: java.lang.NumberFormatException: 1e999; bytes in "
                        + file);

        BenchResult replayed = bench.measure(new FuzzSettings(0, 0, 0, 3, folder, file));
        assertThat(FuzzBench.failed(replayed)).isTrue();
        assertThat(replayed.phases().get("other")).as("on one topic").isEqualTo(1);
    }
}
