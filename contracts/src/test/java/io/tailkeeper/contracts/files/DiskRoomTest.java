package io.tailkeeper.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskRoomTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void aDiskWithoutRoomIsKnownByWhatTheSystemSays(String words) {
        IOException refused = new FileSystemException("/a/model.safetensors", null, words);

        assertThat(DiskRoom.lacking(
                        new IllegalStateException("generation 1", new UncheckedIOException(refused)), folder))
                .isTrue();
    }

    @Test
    void whateverElseFailsIsNoMatterOfRoom() {
        assertThat(DiskRoom.lacking(new IOException("Permission denied"), folder))
                .isFalse();
        assertThat(DiskRoom.lacking(new IllegalStateException("No space left on device"), folder))
                .as("only what reading or writing says counts")
                .isFalse();
    }

    @Test
    void whatIsFreeIsToldInBytes() {
        assertThat(DiskRoom.free(folder)).isBetween(1L << 20, Long.MAX_VALUE - 1);
        assertThat(DiskRoom.free(folder.resolve("nothing"))).isEqualTo(Long.MAX_VALUE);
    }
}
