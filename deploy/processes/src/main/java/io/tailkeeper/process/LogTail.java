package io.tailkeeper.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a log, for messages about the process that wrote it. */
public final class LogTail {

    private static final int LINES = 15;
    private static final int BYTES = 16_384;

    /** The innermost cause of a stack trace, where it is a sentence for a person: of our own, or of a check of arguments. */
    private static final Pattern CAUSE = Pattern.compile(
            "(?m)^Caused by: (?:java\\.lang\\.Illegal(?:Argument|State)Exception|io\\.tailkeeper\\.[\\w.$]+Exception): (.+)$");

    private static final Pattern FRAME = Pattern.compile("\\s+(at \\S+\\(|\\.\\.\\. \\d+ more)");

    private LogTail() {}

    /**
     * Why a process ended: the innermost cause of its last stack trace; where that says nothing to a person, the last lines, each
     * indented, under a line that names the file, without the frames of stack traces.
     */
    public static String of(Path log) {
        String text = JsonLog.plain(text(log, 0));
        Optional<String> cause = cause(text);
        if (cause.isPresent()) {
            return cause.get() + " (" + log + " says more)";
        }
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !FRAME.matcher(line).lookingAt())
                .toList();
        StringBuilder tail = new StringBuilder("last lines of ").append(log).append(':');
        lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                .forEach(line -> tail.append("\n    ").append(line));
        return lines.isEmpty() ? log + " is empty" : tail.toString();
    }

    private static Optional<String> cause(String text) {
        int last = text.lastIndexOf("\nCaused by: ");
        Matcher cause = CAUSE.matcher(text.substring(last + 1));
        return last >= 0 && cause.lookingAt() ? Optional.of(cause.group(1).strip()) : Optional.empty();
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
