package io.tailkeeper.generator.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** UTF-8 text whose paragraphs are parted by blank lines. */
final class PlainText {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PlainText() {}

    static void read(Path file, Consumer<String> paragraphs) throws IOException {
        StringBuilder paragraph = new StringBuilder();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            if (line != null && line.startsWith(BYTE_ORDER_MARK)) {
                line = line.substring(1);
            }
            for (; line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    paragraphs.accept(paragraph.toString());
                    paragraph.setLength(0);
                } else {
                    paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line.strip());
                }
            }
        }
        paragraphs.accept(paragraph.toString());
    }
}
