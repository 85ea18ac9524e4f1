package io.tailkeeper.texts.lines;

import io.tailkeeper.texts.TextFile;
import java.io.IOException;

/**
 * How a text file is laid out. Counting ends at {@value PlainText#MANY} paragraphs.
 *
 * @param paragraphs between blank lines
 * @param lines that are not blank
 * @param longestParagraph in characters
 * @param longestLine in characters
 */
record Shape(int paragraphs, long lines, long longestParagraph, long longestLine) {

    static Shape of(TextFile file) throws IOException {
        int paragraphs = 0;
        long lines = 0;
        long longestParagraph = 0;
        long longestLine = 0;
        long paragraph = 0;
        long number = 0;
        long length = 0;
        try (Lines read = new Lines(file, 1 << 20)) {
            for (Lines.Line line = read.next(); line != null && paragraphs < PlainText.MANY; line = read.next()) {
                if (line.text().isBlank()) {
                    paragraphs += paragraph > 0 ? 1 : 0;
                    paragraph = 0;
                } else {
                    boolean goesOn = line.number() == number;
                    lines += goesOn ? 0 : 1;
                    length = line.text().length() + (goesOn ? length : 0);
                    number = line.number();
                    paragraph += line.text().length();
                    longestLine = Math.max(longestLine, length);
                    longestParagraph = Math.max(longestParagraph, paragraph);
                }
            }
        }
        return new Shape(paragraphs + (paragraph > 0 ? 1 : 0), lines, longestParagraph, longestLine);
    }
}
