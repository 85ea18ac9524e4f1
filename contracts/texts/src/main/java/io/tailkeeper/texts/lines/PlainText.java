package io.tailkeeper.texts.lines;

import io.tailkeeper.texts.TextFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * UTF-8 text. Blank lines part its texts. Where there are none, or too few for parts of a usual size, every line is a text;
 * where lines are too few and too long too, they are cut.
 */
public final class PlainText {

    /** Bytes beyond which a paragraph or a line is too much for one document. */
    static final int LONG = 20_000;
    /** Texts of any length are left as they are in a file that holds so many. */
    static final int MANY = 100;
    /** Characters of a piece of a line. */
    static final int PIECE = 2_000;

    /** Bytes that are held in memory at most. */
    private static final int HELD = 1 << 20;

    private PlainText() {}

    /**
     * Reads a file, twice where it has few paragraphs.
     *
     * @param texts takes each text; none is blank
     * @return how the file was cut, where that is not by blank lines; the file's name stands in front
     */
    public static Optional<String> read(TextFile file, Consumer<String> texts) throws IOException {
        Shape shape = Shape.of(file);
        if (shape.paragraphs() >= MANY || (shape.paragraphs() > 1 && shape.longestParagraph() <= LONG)) {
            long beyond = readParagraphs(file, texts);
            return beyond == 0 ? Optional.empty() : Optional.of("has " + tooLong(beyond, "paragraph"));
        }
        boolean cut = shape.lines() < MANY && shape.longestLine() > LONG;
        long beyond = readLines(file, cut, texts);
        if (shape.lines() <= 1) {
            return shape.longestLine() <= LONG
                    ? Optional.empty()
                    : Optional.of("is one line: it is cut into pieces of about " + PIECE + " characters");
        }
        String few = shape.paragraphs() <= 1
                ? "has no blank lines"
                : "has " + shape.paragraphs() + " paragraphs, some of them long";
        String pieces = cut ? ", long ones are cut into pieces of about " + PIECE + " characters" : "";
        return Optional.of(few + ": every line is a text" + pieces
                + (beyond == 0 || cut ? "" : "; it has " + tooLong(beyond, "line")));
    }

    private static String tooLong(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s") + " of more than 1 MiB, which "
                + (count == 1 ? "is" : "are") + " cut into pieces of that size";
    }

    /** Hands on each paragraph; returns how many were cut because they are longer than is held. */
    private static long readParagraphs(TextFile file, Consumer<String> texts) throws IOException {
        StringBuilder paragraph = new StringBuilder();
        long cut = 0;
        boolean inCut = false;
        long number = 0;
        try (Lines lines = new Lines(file, HELD)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                boolean begins = line.number() != number;
                number = line.number();
                if (begins && line.text().isBlank()) {
                    hand(paragraph, texts);
                    inCut = false;
                    continue;
                }
                if (!paragraph.isEmpty() && paragraph.length() + line.text().length() > HELD) {
                    hand(paragraph, texts);
                    cut += inCut ? 0 : 1;
                    inCut = true;
                }
                paragraph
                        .append(begins && !paragraph.isEmpty() ? "\n" : "")
                        .append(line.whole() ? line.text().strip() : line.text());
            }
        }
        hand(paragraph, texts);
        return cut;
    }

    private static void hand(StringBuilder paragraph, Consumer<String> texts) {
        String text = paragraph.toString().strip();
        if (!text.isEmpty()) {
            texts.accept(text);
        }
        paragraph.setLength(0);
    }

    /** Hands on each line; returns how many came in pieces because they are longer than is held. */
    private static long readLines(TextFile file, boolean cut, Consumer<String> texts) throws IOException {
        long pieces = 0;
        long number = 0;
        long lastCut = 0;
        try (Lines lines = new Lines(file, HELD)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (line.number() == number && number != lastCut) {
                    pieces++;
                    lastCut = number;
                }
                number = line.number();
                String text = line.text().strip();
                if (cut && text.length() > PIECE) {
                    Pieces.of(text, PIECE).forEach(texts);
                } else if (!text.isEmpty()) {
                    texts.accept(text);
                }
            }
        }
        return pieces;
    }
}
