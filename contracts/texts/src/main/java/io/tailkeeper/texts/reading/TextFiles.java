package io.tailkeeper.texts.reading;

import io.tailkeeper.texts.Row;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.compression.Unpacked;
import io.tailkeeper.texts.json.JsonRows;
import io.tailkeeper.texts.lines.PlainText;
import io.tailkeeper.texts.parquet.ParquetRows;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a file of any kind. Memory does not grow with its size. */
public final class TextFiles {

    private TextFiles() {}

    /**
     * The texts of a file in their order; null and blank ones are passed over.
     *
     * @param column of the text, where the kind has columns
     * @return what a person should know of how it was read; the file's name stands in front
     * @throws TextException when it cannot be read
     */
    public static Optional<String> texts(TextFile file, String column, Consumer<String> texts) {
        if (file.kind() == TextFile.Kind.TEXT) {
            return read(file, () -> PlainText.read(file, texts));
        }
        return rows(file, List.of(column), row -> row.text(column)
                .filter(text -> !text.isBlank())
                .ifPresent(texts));
    }

    /**
     * The rows of a file in their order.
     *
     * @param columns that are wanted; rows have more where the kind gives them at no cost, and fewer where the file lacks
     *     some
     * @return as {@link #texts} does
     * @throws TextException when it cannot be read, or has no rows
     */
    public static Optional<String> rows(TextFile file, List<String> columns, Consumer<Row> rows) {
        return read(file, () -> switch (file.kind()) {
            case TEXT -> throw new TextException(file + " is plain text and has no rows; give JSON or parquet");
            case JSON_LINES -> JsonRows.readLines(file, rows);
            case JSON -> {
                JsonRows.readStream(file, rows);
                yield Optional.empty();
            }
            case PARQUET -> {
                Unpacked.refusePointer(file.path());
                ParquetRows.read(file.path(), columns, rows);
                yield Optional.empty();
            }
        });
    }

    /** Reads a file. */
    @FunctionalInterface
    public interface Reading {

        /** As {@link #texts} does. */
        Optional<String> read() throws IOException;
    }

    /** Turns what goes wrong while a file is read into a message that names it. */
    public static Optional<String> read(TextFile file, Reading reading) {
        try {
            return reading.read();
        } catch (IOException | UncheckedIOException e) {
            throw new TextException(
                    file + " cannot be read (" + reason(e)
                            + "); check that it is whole and that this program may read it",
                    e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof EOFException) {
            return "it ends in the middle";
        }
        String message = e.getMessage();
        return message == null || e instanceof FileSystemException
                ? e.getClass().getSimpleName() + ": " + message
                : message;
    }
}
