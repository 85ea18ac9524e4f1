package io.tailkeeper.bench;

import io.tailkeeper.commandline.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an encoder of a bench reads, and on how many threads. */
final class EncodingOptions {

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A text file or a folder of .txt files, whose paragraphs of at least 20 words are the documents."
                            + " Default: made-up ones of like lengths")
    private @Nullable Path data;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Texts encoded at the same time. Default: 2")
    private int threads;

    /** The documents; null for made-up ones. */
    @Nullable
    Path data() {
        return data;
    }

    int threads() {
        return threads;
    }

    /** @throws UsageException when there are no such documents, or no thread */
    void check() {
        if (data != null && !Files.exists(data)) {
            throw new UsageException("--data " + data + " does not exist; give a text file or a folder");
        }
        if (threads < 1) {
            throw new UsageException("--threads must be at least 1");
        }
    }
}
