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
            readParagraphs(file, texts);
            return Optional.empty();
        }
        boolean cut = shape.lines() < MANY && shape.longestLine() > LONG;
        readLines(file, cut, texts);
        if (shape.lines() <= 1 && !cut) {
            return Optional.empty();
        }
        String few = shape.paragraphs() <= 1
                ? "has no blank lines"
                : "has " + shape.paragraphs() + " paragraphs, some of them long";
        return Optional.of(few + ": every line is a text"
                + (cut ? ", long ones are cut into pieces of about " + PIECE + " characters" : ""));
    }

    private static void readParagraphs(TextFile file, Consumer<String> texts) throws IOException {
        StringBuilder paragraph = new StringBuilder();
        try (Lines lines = new Lines(file, HELD)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (line.text().isBlank() || paragraph.length() > HELD) {
                    hand(paragraph, texts);
                }
                if (!line.text().isBlank()) {
                    paragraph
                            .append(paragraph.isEmpty() ? "" : "\n")
                            .append(line.text().strip());
                }
            }
        }
        hand(paragraph, texts);
    }

    private static void hand(StringBuilder paragraph, Consumer<String> texts) {
        if (!paragraph.isEmpty()) {
            texts.accept(paragraph.toString());
            paragraph.setLength(0);
        }
    }

    private static void readLines(TextFile file, boolean cut, Consumer<String> texts) throws IOException {
        try (Lines lines = new Lines(file, HELD)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                String text = line.text().strip();
                if (cut && text.length() > PIECE) {
                    Pieces.of(text, PIECE).forEach(texts);
                } else if (!text.isEmpty()) {
                    texts.accept(text);
                }
            }
        }
    }
}
