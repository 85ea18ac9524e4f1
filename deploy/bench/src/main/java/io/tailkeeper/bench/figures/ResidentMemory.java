package io.tailkeeper.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident size of a process, in bytes; 0 where the system does not tell. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /** Of this process, now. */
    public static long now() {
        return read("self", "VmRSS:");
    }

    /** Of this process, at most so far. */
    public static long peak() {
        return read("self", "VmHWM:");
    }

    /** Of another process, now. */
    public static long of(long pid) {
        return read(Long.toString(pid), "VmRSS:");
    }

    private static long read(String process, String key) {
        Path status = Path.of("/proc", process, "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
