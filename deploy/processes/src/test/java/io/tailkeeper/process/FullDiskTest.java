package io.tailkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedWithWhatIsFree() {
        assertThat(FullDisk.note("/data (/dev/sda1)", 4_096))
                .isEqualTo(", and its disk /data (/dev/sda1) is full (4,096 bytes free); make room there or choose a"
                        + " folder on another disk with --output");
    }

    @Test
    void aDiskWithRoomIsNotSpokenOf() {
        assertThat(FullDisk.note("/data (/dev/sda1)", 16L << 20)).isEmpty();
        assertThat(FullDisk.note(folder.resolve("kafka.log"))).isEmpty();
        assertThat(FullDisk.note(folder.resolve("not/there.log"))).isEmpty();
    }
}
