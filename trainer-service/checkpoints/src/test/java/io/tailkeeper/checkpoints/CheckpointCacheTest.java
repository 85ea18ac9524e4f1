package io.tailkeeper.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.languagemodel.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCacheTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private CheckpointCache cache;
    private int fetched;

    @BeforeEach
    void open() {
        cache = new CheckpointCache(folder, 3_000, () -> now);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private String read(String name) {
        return cache.read(
                name,
                entry -> Files.exists(entry.resolve("content")),
                () -> new CheckpointCache.Incoming(1_000, entry -> {
                    fetched++;
                    Files.writeString(entry.resolve("content"), name + " ".repeat(1_000 - name.length()));
                }),
                entry -> {
                    try {
                        return Files.readString(entry.resolve("content")).strip();
                    } catch (IOException e) {
                        throw new CheckpointException("it cannot be read", e);
                    }
                });
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("entries"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private void later() {
        now = now.plus(CheckpointCache.GRACE).plusSeconds(1);
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            assertThat(read(name)).isEqualTo(name);
            later();
        }
        read("a");
        later();
        read("d");

        assertThat(entries()).containsExactly("a", "c", "d");
        assertThat(fetched).isEqualTo(4);
    }

    @Test
    void whatElseLiesInTheFolderIsLeftAlone() throws IOException {
        Path foreign = Files.createDirectories(folder.resolve("lost+found")).resolve("file");
        Files.write(foreign, new byte[10_000]);
        Files.createFile(folder.resolve(".DS_Store"));
        for (String name : List.of("a", "b", "c", "d")) {
            read(name);
            later();
        }

        assertThat(entries()).containsExactly("b", "c", "d");
        assertThat(foreign).exists();
    }

    @Test
    void whatWasUsedAMomentAgoStaysThoughTheBoundIsExceeded() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            read(name);
        }
        assertThat(entries()).containsExactly("a", "b", "c", "d");

        later();
        read("e");
        assertThat(entries()).contains("e").hasSize(3);
    }

    @Test
    void whatIsBeingReadStaysHoweverLongItTakes() throws IOException {
        cache.read(
                "a",
                _ -> true,
                () -> new CheckpointCache.Incoming(
                        1_000, entry -> Files.writeString(entry.resolve("content"), "a".repeat(1_000))),
                entry -> {
                    for (String name : List.of("b", "c", "d", "e")) {
                        later();
                        read(name);
                    }
                    assertThat(entry.resolve("content")).exists();
                    return "";
                });
        assertThat(entries()).contains("a", "e").hasSize(3);
    }

    @Test
    void anEntryOfALifeBeforeIsKeptWhileItIsSound() throws IOException {
        read("a");
        read("b");
        cache.close();
        Files.delete(folder.resolve("entries/b/content"));
        cache = new CheckpointCache(folder, 3_000, () -> now);

        assertThat(read("a")).isEqualTo("a");
        assertThat(fetched).isEqualTo(2);
        assertThat(read("b")).isEqualTo("b");
        assertThat(fetched).isEqualTo(3);
    }

    @Test
    void whatIsDamagedWhileTheProcessRunsIsFetchedOnceMore() throws IOException {
        read("a");
        Files.delete(folder.resolve("entries/a/content"));

        assertThat(read("a")).isEqualTo("a");
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void whatIsSoundAndCannotBeReadIsNotFetchedAgain() {
        read("a");

        assertThatThrownBy(() -> cache.read(
                        "a",
                        _ -> true,
                        () -> {
                            throw new AssertionError("fetched");
                        },
                        _ -> {
                            throw new CheckpointException("no model");
                        }))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("no model");
    }

    @Test
    void whatADeadProcessLeftIsDeletedAndALivingOnesPartsStay() throws IOException {
        Path parts = folder.resolve("parts");
        Files.createFile(parts.resolve("dead.lock"));
        Files.writeString(Files.createDirectories(parts.resolve("dead/half")).resolve("content"), "half");
        List<Path> living;
        try (Stream<Path> files = Files.list(parts)) {
            living = files.filter(file -> !file.getFileName().toString().startsWith("dead"))
                    .toList();
        }
        assertThat(living).hasSize(2);

        new CheckpointCache(folder, 3_000).close();

        try (Stream<Path> files = Files.list(parts)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(living);
        }
    }

    @Test
    void aFetchThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> cache.read(
                        "a",
                        _ -> true,
                        () -> new CheckpointCache.Incoming(1_000, entry -> {
                            Files.writeString(entry.resolve("content"), "half");
                            throw new StoreAwayException("cut");
                        }),
                        entry -> ""))
                .isInstanceOf(StoreAwayException.class);

        assertThat(entries()).isEmpty();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .doesNotContain("content");
        }
    }

    @Test
    void aFolderThatWentAwayIsToldWithItsSetting() throws IOException {
        PartFolder.delete(folder.resolve("parts"));

        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(folder.toString(), "cannot be used", "tailkeeper.checkpoints.cache");
        Files.createDirectories(folder.resolve("parts"));
    }

    @Test
    void aDiskThatRefusesIsToldWithItsSetting() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new CheckpointCache(file, 3_000))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(file.toString(), "tailkeeper.checkpoints.cache");
        Files.delete(file);
    }
}
