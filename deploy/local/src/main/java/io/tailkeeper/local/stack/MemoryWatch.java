package io.tailkeeper.local.stack;

import io.tailkeeper.process.ChildStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Largest resident memory of the launcher and its children, from the {@code /proc} of Linux; elsewhere it stays empty.
 *
 * <p>Not safe for use by several threads.
 */
public final class MemoryWatch {

    private final Map<String, Long> peaks = new LinkedHashMap<>();
    private long peakOfSum;

    /** Takes one look at every process. */
    public void sample(Installation installation) {
        long sum = sample("launcher", ProcessHandle.current().pid());
        for (ChildStatus child : installation.children()) {
            sum += sample(child.name(), child.pid());
        }
        peakOfSum = Math.max(peakOfSum, sum);
    }

    private long sample(String name, long pid) {
        kilobytes(pid, "VmHWM:").ifPresent(peak -> peaks.merge(name, peak * 1024, Math::max));
        return kilobytes(pid, "VmRSS:").orElse(0) * 1024;
    }

    private static OptionalLong kilobytes(long pid, String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Peak of each process, in bytes. */
    public Map<String, Long> peaks() {
        return new LinkedHashMap<>(peaks);
    }

    /** Largest sum over all processes at one time, in bytes. */
    public long peakOfSum() {
        return peakOfSum;
    }
}
