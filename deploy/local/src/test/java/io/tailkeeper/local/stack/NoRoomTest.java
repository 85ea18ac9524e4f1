package io.tailkeeper.local.stack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.files.FreePorts;
import io.tailkeeper.process.ProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first files of a stack: what a full disk, or one that refuses for another reason, ends with. */
class NoRoomTest {

    @TempDir
    Path folder;

    @Test
    void everyFirstFileNamesItselfItsNeedAndItsDisk() throws IOException {
        RunDirectory directory = new RunDirectory(folder);
        Path program = Files.createDirectories(directory.data("redis").resolve("redis-server"));
        Files.writeString(program.resolve("in the way"), "");
        Path settings = directory.data("kafka").resolve(BrokerProgram.SETTINGS);
        Files.createDirectories(settings);

        refused(() -> RedisServer.closed(directory).specification(1), program);
        refused(() -> new KafkaBroker(directory, new FreePorts(), Duration.ofMinutes(1)).specification(1), settings);
        Path secret = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(secret.resolve("in the way"), "");
        refused(() -> RedisServer.keep(secret, "password"), secret);
    }

    private static void refused(Runnable work, Path file) {
        assertThatThrownBy(work::run)
                .isInstanceOf(ProcessException.class)
                .hasMessageStartingWith(file + " cannot be written: ")
                .message()
                .matches(".*It needs [\\d,]+ bytes; its disk .* has [\\d,]+ bytes free; .*, or choose another folder"
                        + " with --output");
    }
}
