package io.tailkeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident size of this process, in bytes; 0 where the system does not tell. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    static long now() {
        return read("VmRSS:");
    }

    static long peak() {
        return read("VmHWM:");
    }

    private static long read(String key) {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
