package io.tailkeeper.generator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceNameTest {

    @TempDir
    private Path directory;

    @Test
    void restartedInstanceHasItsNameAgain() throws IOException {
        String first;
        try (InstanceName name = InstanceName.in(directory.resolve("new"))) {
            first = name.name();
        }
        try (InstanceName name = InstanceName.in(directory.resolve("new"))) {
            assertThat(name.name()).isEqualTo(first).hasSize(36);
        }
    }

    @Test
    void instancesOnOneDirectoryHaveDifferentNames() throws IOException {
        try (InstanceName one = InstanceName.in(directory);
                InstanceName two = InstanceName.in(directory)) {
            assertThat(two.name()).isNotEqualTo(one.name());
        }
    }

    @Test
    void damagedNameIsReplaced() throws IOException {
        Files.writeString(directory.resolve("instance-0"), "half a na");
        try (InstanceName name = InstanceName.in(directory)) {
            assertThat(name.name()).hasSize(36);
        }
    }

    @Test
    void unusableDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> InstanceName.in(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tailkeeper.generator.directory");
    }
}
