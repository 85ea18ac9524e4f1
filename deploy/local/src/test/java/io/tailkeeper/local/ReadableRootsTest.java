package io.tailkeeper.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.experiment.Experiment;
import io.tailkeeper.experiment.ExperimentReader;
import io.tailkeeper.experiment.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadableRootsTest {

    @Test
    void whatIsNamedMayBeReadAndWhatLinksInItLeadToWhateverElseLiesThere(@TempDir Path given) throws IOException {
        Path folder = Files.createDirectory(given.toRealPath().resolve("texts"));
        Path elsewhere = Files.writeString(folder.resolveSibling("elsewhere.txt"), "text");
        Files.writeString(folder.resolve("own.txt"), "text");
        for (int loop = 0; loop < 16; loop++) {
            Files.createSymbolicLink(folder.resolve("loop" + loop), folder);
        }
        Files.createSymbolicLink(folder.resolve("gone.txt"), folder.resolve("missing.txt"));
        Files.createSymbolicLink(folder.resolve("linked.txt"), elsewhere);

        assertThat(ReadableRoots.of("--allow", List.of(folder))).containsExactly(folder, elsewhere);
    }

    @Test
    void theFileOfItemsMayBeReadAndNoOtherBesideIt(@TempDir Path given) throws IOException {
        Path file = Files.writeString(given.toRealPath().resolve("items.jsonl"), "{}");
        Experiment asking = ExperimentReader.preset("smoke", List.of(new Setting("knowledge.file", file.toString())));

        assertThat(ReadableRoots.of(asking)).containsExactly(file);
        assertThat(ReadableRoots.of(ExperimentReader.preset(
                        "smoke", List.of(Setting.parse("arms.baseline.foreign-writer=" + file)))))
                .containsExactly(file);
        assertThat(ReadableRoots.of(ExperimentReader.preset("smoke", List.of())))
                .isEmpty();
    }
}
