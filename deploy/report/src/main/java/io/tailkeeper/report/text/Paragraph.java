package io.tailkeeper.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sentence in lines of a width. */
public final class Paragraph {

    private static final String HANGING = "  ";

    private Paragraph() {}

    /**
     * Breaks a sentence at blanks. A word that is wider than a line stands whole in one of its own, so that an address or a path
     * can be copied.
     *
     * @param width characters of a line, at least 1
     * @return the first line, and the others two blanks further in
     */
    public static List<String> lines(String sentence, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String indent = "";
        for (String word : sentence.strip().split("\\s+", -1)) {
            boolean first = line.length() == indent.length();
            if (!first && length(line) + 1 + length(word) > width) {
                lines.add(line.toString());
                indent = HANGING;
                line = new StringBuilder(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * Breaks the lines that are wider than a width, each as a sentence, and leaves the others as they are.
     *
     * @param width characters of a line; 0 where there is no terminal, for no break at all
     */
    public static String fitted(String text, int width) {
        return width == 0
                ? text
                : text.lines()
                        .flatMap(line -> length(line) > width ? lines(line, width).stream() : Stream.of(line))
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
