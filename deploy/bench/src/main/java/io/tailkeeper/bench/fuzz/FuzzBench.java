package io.tailkeeper.bench.fuzz;

import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.contracts.AtomicFile;
import io.tailkeeper.contracts.Topics;
import io.tailkeeper.contracts.testing.fuzz.ContractReaders;
import io.tailkeeper.contracts.testing.fuzz.Fuzz;
import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.testing.fuzz.RecordReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Mutated golden records through every reader: the answers that accept or refuse, beside all answers. */
public final class FuzzBench {

    private static final String NAME = "fuzz";
    private static final String RECORDS = "100000";
    private static final int TOLD = 10; // times

    private final List<RecordReader> readers;
    private final PrintStream out;

    /** @param readers that each record is given to */
    FuzzBench(List<RecordReader> readers, PrintStream out) {
        this.readers = List.copyOf(readers);
        this.out = out;
    }

    /**
     * Gives records to every reader there is; those of a service are added here.
     *
     * @param given {@code records=N}, default 100,000; {@code seed=N}, default by chance; {@code folder=PATH} for the bytes
     *     that a reader failed on, default the current one; or {@code replay=FILE}: such bytes alone, on every topic
     */
    public static BenchResult run(List<String> given, PrintStream out) throws IOException {
        return new FuzzBench(ContractReaders.all(), out).measure(given);
    }

    /** Whether a result says that some reader did something else than accept or refuse. */
    public static boolean failed(BenchResult result) {
        return result.name().equals(NAME) && result.ratio() < 1;
    }

    BenchResult measure(List<String> given) throws IOException {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String argument : given) {
            int equals = argument.indexOf('=');
            arguments.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        String replayed = arguments.get("replay");
        if (replayed != null) {
            return replay(Path.of(replayed));
        }
        String seed = arguments.get("seed");
        return mutate(
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : Long.parseLong(seed),
                Long.parseLong(arguments.getOrDefault("records", RECORDS)),
                Path.of(arguments.getOrDefault("folder", "")));
    }

    private BenchResult mutate(long seed, long records, Path folder) throws IOException {
        long begun = System.nanoTime();
        long between = Math.ceilDiv(records, TOLD);
        Fuzz.Result result = new Fuzz(readers).run(new RecordMutator(seed)::record, records, read -> {
            if (read % between == 0 && read < records) {
                out.printf(Locale.ROOT, "%,d of %,d records are read%n", read, records);
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<String> found = new ArrayList<>();
        for (Fuzz.Finding finding : result.findings()) {
            Path file = folder.resolve("fuzz-" + seed + "-" + finding.index() + ".bytes")
                    .toAbsolutePath();
            AtomicFile.write(file, finding.body());
            found.add(said(finding) + "; bytes in " + file);
        }
        return result(result, new LinkedHashMap<>(Map.of("seed", seed)), found, seconds);
    }

    private BenchResult replay(Path file) throws IOException {
        long begun = System.nanoTime();
        byte[] body = Files.readAllBytes(file);
        Fuzz.Result result = new Fuzz(readers)
                .run(
                        index -> new RecordMutator.Mutated(
                                Topics.ALL.get((int) index).name(), body),
                        Topics.ALL.size(),
                        read -> {});
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<String> found = result.findings().stream().map(FuzzBench::said).toList();
        return result(result, new LinkedHashMap<>(Map.of("replayed", file.toString())), found, seconds);
    }

    private static String said(Fuzz.Finding finding) {
        return finding.reader() + ", given a record of " + finding.topic() + ": " + finding.what();
    }

    private BenchResult result(Fuzz.Result result, Map<String, Object> settings, List<String> found, double seconds) {
        settings.put("records", result.records());
        settings.put("readers", readers.stream().map(RecordReader::name).toList());
        settings.put("neither accepted nor refused", found);
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("accepted", (double) result.accepted());
        phases.put("refused", (double) result.refused());
        phases.put("other", (double) found.size());
        phases.put("records/s", result.records() / seconds);
        double answers = result.accepted() + result.refused();
        double asked = answers + found.size();
        return new BenchResult(
                NAME,
                settings,
                answers,
                "answers that accept or refuse",
                asked,
                "answers",
                asked == 0 ? 0 : answers / asked,
                seconds,
                ResidentMemory.peak(),
                phases);
    }
}
