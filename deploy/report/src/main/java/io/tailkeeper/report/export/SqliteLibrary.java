package io.tailkeeper.report.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite itself: machine code that its driver unpacks into a temporary folder, and loads from there. */
final class SqliteLibrary {

    private static final String FOLDER = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /**
     * Loads it. A second call does nothing.
     *
     * @throws IOException when the temporary folder takes no files, or nothing may be loaded from it; the message has the mend
     */
    static void load() throws IOException {
        Path folder = Path.of(System.getProperty(FOLDER, System.getProperty("java.io.tmpdir")));
        if (!Files.isDirectory(folder)) { // asked first: the driver logs a stack trace besides
            throw refused(folder, "there is no such folder", null);
        }
        if (!Files.isWritable(folder)) {
            throw refused(folder, "this user may not write there", null);
        }
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // the driver declares no narrower one
            throw refused(folder, "SQLite's driver says: " + e.getMessage(), e);
        }
    }

    private static IOException refused(Path folder, String reason, @Nullable Exception cause) {
        return new IOException(
                "trackio's database cannot be written, because SQLite's library cannot be loaded from " + folder + ": "
                        + reason + ". Name a folder that this user may write to and run programs from:"
                        + " JAVA_TOOL_OPTIONS=-D" + FOLDER + "=FOLDER ./tailkeeper export ...",
                cause);
    }
}
