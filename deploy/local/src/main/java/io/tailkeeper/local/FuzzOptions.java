package io.tailkeeper.local;

import io.tailkeeper.local.experiment.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What only {@code bench fuzz} reads, and that bench: records of the contract and files, mutated, through every reader. */
final class FuzzOptions {

    /** What a service gets: a record that takes more is a finding. */
    private static final String HEAP = "-Xmx512m";

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Mutated records that every reader reads; bench fuzz only. Default: 100000")
    private Long records;

    @Option(
            names = "--files",
            paramLabel = "N",
            description =
                    "Mutated folders of text files that every reader of files reads; bench fuzz only. Default: 1000")
    private Long files;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides the mutations; bench fuzz only. Default: by chance")
    private Long seed;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Read these bytes instead, which a run of bench fuzz has left behind.")
    private Path replay;

    /** Refuses what the named bench does not read. */
    void check(String bench) {
        if (!bench.equals("fuzz") && (records != null || files != null || seed != null || replay != null)) {
            throw new ExperimentException("--records, --files, --seed and --replay are for bench fuzz");
        }
        if (replay != null && (records != null || files != null || seed != null)) {
            throw new ExperimentException(
                    "--replay reads the bytes of one file; leave --records, --files and --seed out");
        }
        if (replay != null && !Files.isRegularFile(replay)) {
            throw new ExperimentException(
                    "--replay " + replay + " does not exist; give a file that bench fuzz has left");
        }
        if ((records != null && records < 1) || (files != null && files < 1)) {
            throw new ExperimentException("--records and --files must be at least 1");
        }
    }

    /**
     * Runs it on this terminal.
     *
     * @param output JSON file, or null
     * @return its exit status
     */
    int run(Path output) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("fuzz", output == null ? "" : output.toAbsolutePath().toString()));
        if (records != null) {
            arguments.add("records=" + records);
        }
        if (files != null) {
            arguments.add("files=" + files);
        }
        if (seed != null) {
            arguments.add("seed=" + seed);
        }
        if (replay != null) {
            arguments.add("replay=" + replay.toAbsolutePath());
        }
        return TensorProgram.run(HEAP, "io.tailkeeper.bench.Bench", 1, "cpu", arguments);
    }
}
