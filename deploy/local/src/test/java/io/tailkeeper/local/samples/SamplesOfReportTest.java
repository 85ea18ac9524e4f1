package io.tailkeeper.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.page.Excerpt;
import io.tailkeeper.page.ShownSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesOfReportTest {

    private final RunRequested run = Specifications.run("run", null);

    @TempDir
    Path folder;

    private void write(int generation, SampleLine... lines) throws IOException {
        Path file = SampleFiles.file(folder, new GenerationKey("run", generation));
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        for (SampleLine line : lines) {
            text.append(new String(line.json(), StandardCharsets.UTF_8)).append('\n');
        }
        Files.writeString(file, text);
    }

    private static SampleLine.Pooled pooled(int index, int learned) {
        return new SampleLine.Pooled(
                "run:1:" + index,
                Provenance.Source.SYNTHETIC,
                0,
                "a prompt",
                "t".repeat(1_000),
                "encoder",
                0.75,
                learned,
                learned == 0 ? null : 0.5,
                null,
                null);
    }

    @Test
    void showsWhatLiesInTheFilesCut() throws IOException {
        write(1, pooled(64, 3), pooled(65, 0), new SampleLine.Pair(0, "p", "by a human", "by a model"));

        ShownSamples samples =
                SamplesOfReport.read(folder, List.of(run)).byRun().get("run").get(1);

        assertThat(samples.pairs())
                .containsExactly(
                        new ShownSamples.Pair(0, Excerpt.of("p"), Excerpt.of("by a human"), Excerpt.of("by a model")));
        assertThat(samples.pool()).hasSize(2).first().satisfies(sample -> {
            assertThat(sample.text()).isEqualTo(new Excerpt("t".repeat(400), 600));
            assertThat(sample.weight()).isEqualTo(0.5);
            assertThat(sample.learned()).isEqualTo(3);
        });
        assertThat(samples.pool().getLast().weight()).isNull();
    }

    @Test
    void aGenerationWithoutAFileHasNone() throws IOException {
        write(2, new SampleLine.Pair(0, "p", "h", "m"));

        assertThat(SamplesOfReport.read(folder, List.of(run)).byRun())
                .containsOnlyKeys("run")
                .hasEntrySatisfying(
                        "run", generations -> assertThat(generations).containsOnlyKeys(2));
        assertThat(SamplesOfReport.read(folder, List.of(Specifications.run("other", null)))
                        .byRun())
                .isEmpty();
    }
}
