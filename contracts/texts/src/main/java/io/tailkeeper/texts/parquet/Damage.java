package io.tailkeeper.texts.parquet;

import io.tailkeeper.texts.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Turns whatever a damaged file makes of its reader into a refusal. */
record Damage(Path file) {

    /**
     * Does a step of reading.
     *
     * @throws TextException when the file uses what is not read, or needs more memory than there is
     * @throws IOException when it is damaged
     */
    <T> T guard(Callable<T> step) throws IOException {
        try {
            return step.call();
        } catch (TextException | IOException e) {
            throw e;
        } catch (UnsupportedOperationException | LinkageError e) {
            throw new TextException(
                    file + " uses what this program does not read (" + e.getMessage()
                            + "); write it again, uncompressed or with snappy, gzip or zstd",
                    e);
        } catch (OutOfMemoryError e) {
            throw new TextException(
                    file + " needs more memory than there is (" + e.getMessage()
                            + "); write it again in smaller pages, or give this program a larger heap (-Xmx)",
                    e);
        } catch (Exception | StackOverflowError | InternalError e) { // the library promises no kinds of exceptions
            throw new IOException("the file is damaged: " + cause(e).getMessage(), e);
        }
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? e : cause;
    }
}
