package io.tailkeeper.local.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a log, for messages about the process that wrote it. */
final class LogTail {

    private static final int LINES = 15;
    private static final int BYTES = 16_384;
    private static final Pattern FRAME = Pattern.compile("\\s+(at \\S+\\(|\\.\\.\\. \\d+ more)");

    private LogTail() {}

    /** The last lines, each indented, under a line that names the file; frames of stack traces are left out. */
    static String of(Path log) {
        List<String> lines = text(log, 0)
                .lines()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).lookingAt())
                .toList();
        StringBuilder tail = new StringBuilder("last lines of ").append(log).append(':');
        lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                .forEach(line -> tail.append("\n    ").append(line));
        return lines.isEmpty() ? log + " is empty" : tail.toString();
    }

    /** What was written after an offset, at most the last few kilobytes of it. */
    static String text(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = Math.max(from, file.length() - BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
