package io.tailkeeper.texts;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file whose name says how to read it.
 *
 * @param path where it lies
 * @param kind of its content
 * @param packing around the content
 */
public record TextFile(Path path, Kind kind, Packing packing) {

    /** The names of what is read, for messages. */
    public static final String KINDS = ".txt, .jsonl, .ndjson or .json (plain, .gz or .zst), or .parquet";

    /** What a file holds. */
    public enum Kind {
        /** UTF-8 text. */
        TEXT,
        /** One JSON object a line. */
        JSON_LINES,
        /** JSON objects one after another, or arrays of them. */
        JSON,
        /** Rows in columns, Apache Parquet. */
        PARQUET
    }

    /** How the content is compressed as a whole. */
    public enum Packing {
        NONE,
        GZIP,
        ZSTD
    }

    private static final Map<String, Kind> KIND_OF = Map.of(
            "txt", Kind.TEXT,
            "jsonl", Kind.JSON_LINES,
            "ndjson", Kind.JSON_LINES,
            "json", Kind.JSON,
            "parquet", Kind.PARQUET);

    /** The file of a name; empty when its kind is not read. */
    public static Optional<TextFile> of(Path path) {
        String name = name(path);
        Packing packing =
                switch (ending(name)) {
                    case "gz" -> Packing.GZIP;
                    case "zst" -> Packing.ZSTD;
                    default -> Packing.NONE;
                };
        Kind kind = KIND_OF.get(ending(packing == Packing.NONE ? name : withoutEnding(name)));
        boolean packedColumns = kind == Kind.PARQUET && packing != Packing.NONE;
        return kind == null || packedColumns ? Optional.empty() : Optional.of(new TextFile(path, kind, packing));
    }

    /** Its name without the endings that say how to read it. */
    public String stem() {
        String name = path.getFileName().toString();
        return withoutEnding(packing == Packing.NONE ? name : withoutEnding(name));
    }

    /** The file that this one is a compressed copy of, if that one lies beside it. */
    Optional<Path> original() {
        return packing == Packing.NONE
                ? Optional.empty()
                : Optional.of(
                        path.resolveSibling(withoutEnding(path.getFileName().toString())));
    }

    private static String name(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String withoutEnding(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
