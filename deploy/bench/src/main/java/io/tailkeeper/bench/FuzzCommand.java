package io.tailkeeper.bench;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.fuzz.FuzzBench;
import io.tailkeeper.bench.fuzz.FuzzSettings;
import io.tailkeeper.commandline.CommandLines;
import io.tailkeeper.commandline.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mutated input through every reader. */
@Command(
        name = "fuzz",
        description = {
            "Robustness: mutated records, model files and files of texts through every reader, which must accept or refuse each"
                    + " of them.",
            "A record's bytes are left in a file where a reader does anything else, and the exit status is 1."
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n")
final class FuzzCommand implements Callable<Integer> {

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Mutated records that every reader reads. Default: 100000")
    private @Nullable Long records;

    @Option(names = "--models", paramLabel = "N", description = "Changed model files that are opened. Default: 1000")
    private @Nullable Long models;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "Mutated folders of text files that every reader of files reads. Default: 1000")
    private @Nullable Long files;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the mutations. Default: by chance")
    private @Nullable Long seed;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Read these bytes instead, which a run of bench fuzz has left behind.")
    private @Nullable Path replay;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        boolean sized = records != null || models != null || files != null || seed != null;
        if (replay != null && sized) {
            throw new UsageException(
                    "--replay reads the bytes of one file; leave --records, --models, --files and --seed out");
        }
        if (replay != null && !Files.isRegularFile(replay)) {
            throw new UsageException("--replay " + replay + " does not exist; give a file that bench fuzz has left");
        }
        FuzzSettings settings = new FuzzSettings(
                records == null ? 100_000 : records,
                models == null ? 1_000 : models,
                files == null ? 1_000 : files,
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed,
                Path.of(""),
                replay);
        if (settings.records() < 1 || settings.files() < 1 || settings.models() < 0) {
            throw new UsageException("--records and --files must be at least 1, and --models at least 0");
        }
        output.check();
        BenchResult result = FuzzBench.run(settings, System.out);
        output.take(result);
        return FuzzBench.failed(result) ? CommandLines.FAILED : 0;
    }
}
