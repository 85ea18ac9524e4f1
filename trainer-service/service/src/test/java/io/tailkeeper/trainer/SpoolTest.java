package io.tailkeeper.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final List<SampleScored> SAMPLES = Samples.scored(new GenerationKey("run", 1), 4, 4);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("run/spool.jsonl");
    }

    private Spool<SampleScored> open() {
        return Spool.open(file, Topics.SAMPLES_SCORED);
    }

    private static List<SampleScored> replay(Spool<SampleScored> spool) {
        List<SampleScored> found = new ArrayList<>();
        spool.replay((position, sample) -> {
            assertThat(spool.read(position)).isEqualTo(sample);
            found.add(sample);
        });
        return found;
    }

    @Test
    void keepsWhatWasFlushedAcrossAReopening() {
        try (Spool<SampleScored> spool = open()) {
            SAMPLES.forEach(spool::append);
            spool.flush();
            spool.append(SAMPLES.getFirst());
        }
        try (Spool<SampleScored> spool = open()) {
            assertThat(replay(spool)).isEqualTo(SAMPLES);
        }
    }

    @Test
    void cutsATornLastLineAndGoesOnBehindTheWholeOnes() throws IOException {
        try (Spool<SampleScored> spool = open()) {
            spool.append(SAMPLES.get(0));
            spool.append(SAMPLES.get(1));
            spool.flush();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int torn : List.of(1, 2, 100, whole.length / 3)) {
            Files.write(file, Arrays.copyOf(whole, whole.length - torn));
            try (Spool<SampleScored> spool = open()) {
                assertThat(replay(spool)).containsExactly(SAMPLES.get(0));
                spool.append(SAMPLES.get(2));
                spool.flush();
                assertThat(replay(spool)).containsExactly(SAMPLES.get(0), SAMPLES.get(2));
            }
        }
    }

    @Test
    void cutsATornFirstLineThatIsLongerThanABlock() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x".repeat(200_000));
        try (Spool<SampleScored> spool = open()) {
            assertThat(replay(spool)).isEmpty();
        }
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void saysWhereItIsDamaged() throws IOException {
        try (Spool<SampleScored> spool = open()) {
            spool.append(SAMPLES.getFirst());
            spool.flush();
        }
        long size = Files.size(file);
        Files.writeString(file, "{\"no\": \"sample\"}\n", StandardOpenOption.APPEND);
        try (Spool<SampleScored> spool = open()) {
            assertThatThrownBy(() -> replay(spool))
                    .isInstanceOf(SpoolDamagedException.class)
                    .hasMessageContaining("damaged at byte " + size)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Files.writeString(folder.resolve("run"), "a file where the folder should be");

        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("spool.jsonl cannot be opened")
                .hasMessageContaining("tailkeeper.trainer.directory");
    }

    @Test
    void appendedTextsAreReadInAnyOrderAfterAFlush() {
        try (Spool<SampleScored> spool = open()) {
            List<Long> positions = SAMPLES.stream().map(spool::append).toList();
            spool.flush();
            for (int i = SAMPLES.size() - 1; i >= 0; i--) {
                assertThat(spool.read(positions.get(i))).isEqualTo(SAMPLES.get(i));
            }
        }
    }
}
