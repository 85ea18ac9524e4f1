package io.tailkeeper.bench.fuzz;

import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.figures.ResidentMemory;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.testing.fuzz.ContractReaders;
import io.tailkeeper.contracts.testing.fuzz.Fuzz;
import io.tailkeeper.contracts.testing.fuzz.RecordMutator;
import io.tailkeeper.contracts.testing.fuzz.RecordReader;
import io.tailkeeper.contracts.topics.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Mutated golden records through every reader, mutated files through the readers of files and models: the answers that accept
 * or refuse, beside all answers.
 */
public final class FuzzBench {

    private static final String NAME = "fuzz";
    private static final int TOLD = 10; // times

    private final List<RecordReader> readers;
    private final PrintStream out;

    /** @param readers that each record is given to */
    FuzzBench(List<RecordReader> readers, PrintStream out) {
        this.readers = List.copyOf(readers);
        this.out = out;
    }

    /** Gives records to every reader there is; those of a service are added here. */
    public static BenchResult run(FuzzSettings settings, PrintStream out) throws IOException {
        FuzzBench bench = new FuzzBench(ContractReaders.all(), out);
        BenchResult records = bench.measure(settings);
        return settings.replay() == null ? bench.withFiles(records, settings) : records;
    }

    /** Whether a result says that some reader did something else than accept or refuse. */
    public static boolean failed(BenchResult result) {
        boolean missed = result.parts().values().stream().anyMatch(part -> !part.reached());
        return result.name().equals(NAME) && (result.ratio() < 1 || missed);
    }

    BenchResult measure(FuzzSettings settings) throws IOException {
        Path replay = settings.replay();
        return replay == null
                ? mutate(settings.seed(), settings.records(), settings.models(), settings.folder())
                : replay(replay);
    }

    /** The figures of records and those of files, each as a part. */
    private BenchResult withFiles(BenchResult records, FuzzSettings settings) throws IOException {
        Map<String, BenchPart> parts = new LinkedHashMap<>();
        parts.put(
                "records",
                BenchPart.atLeast(1, records.ratio(), "of the answers", new LinkedHashMap<>(records.phases())));
        parts.put("corpus files", corpusFiles(settings));
        return new BenchResult(
                records.name(),
                records.settings(),
                records.value(),
                records.unit(),
                records.reference(),
                records.referenceUnit(),
                records.ratio(),
                records.seconds(),
                ResidentMemory.peak(),
                records.phases(),
                parts);
    }

    private BenchPart corpusFiles(FuzzSettings settings) throws IOException {
        long files = settings.files();
        CorpusFileFuzz.Result result = new CorpusFileFuzz(CorpusFileFuzz.readers(), settings.folder())
                .run(settings.seed(), files, done -> tell(done, files, "folders of text files are read"));
        double answers = result.accepted() + result.refused();
        double asked = answers + result.findings().size();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("folders", result.folders());
        figures.put("accepted", result.accepted());
        figures.put("refused", result.refused());
        figures.put("neither accepted nor refused", result.findings());
        return BenchPart.atLeast(1, asked == 0 ? 1 : answers / asked, "of the answers", figures);
    }

    private BenchResult mutate(long seed, long records, long opened, Path folder) throws IOException {
        long begun = System.nanoTime();
        Fuzz.Result read = new Fuzz(readers)
                .run(new RecordMutator(seed)::record, records, number -> tell(number, records, "records are read"));
        List<String> found = saved(read, "fuzz-" + seed + "-", folder);
        Fuzz.Result models = models(seed, opened);
        found.addAll(saved(models, "fuzz-models-" + seed + "-", folder));
        Fuzz.Result both = new Fuzz.Result(
                read.records() + models.records(),
                read.accepted() + models.accepted(),
                read.refused() + models.refused(),
                Stream.concat(read.findings().stream(), models.findings().stream())
                        .toList());
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("seed", seed));
        if (opened > 0) {
            settings.put("model files", models.records());
            settings.put("model files accepted", models.accepted());
        }
        settings.put("records", read.records());
        return result(both, settings, found, (System.nanoTime() - begun) / 1e9);
    }

    private void tell(long done, long of, String what) {
        if (done % Math.ceilDiv(of, TOLD) == 0 && done < of) {
            out.printf(Locale.ROOT, "%,d of %,d %s%n", done, of, what);
        }
    }

    private Fuzz.Result models(long seed, long number) throws IOException {
        if (number == 0) {
            return new Fuzz.Result(0, 0, 0, List.of());
        }
        Path folder = Files.createTempDirectory("tailkeeper-fuzz");
        out.println("each changed model is opened in " + folder.resolve("case"));
        Fuzz.Result result =
                new ModelFileFuzz(folder, seed).run(number, done -> tell(done, number, "model files are opened"));
        if (result.findings().isEmpty()) {
            ModelFileFuzz.delete(folder);
        }
        return result;
    }

    private static List<String> saved(Fuzz.Result result, String name, Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Fuzz.Finding finding : result.findings()) {
            Path file = folder.resolve(name + finding.index() + ".bytes").toAbsolutePath();
            AtomicFile.write(file, finding.body());
            found.add(said(finding) + "; bytes in " + file);
        }
        return found;
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
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("replayed", file.toString()));
        settings.put("records", result.records());
        return result(result, settings, found, seconds);
    }

    private static String said(Fuzz.Finding finding) {
        return finding.reader() + ", given a record of " + finding.topic() + ": " + finding.what();
    }

    private BenchResult result(Fuzz.Result result, Map<String, Object> settings, List<String> found, double seconds) {
        settings.put("readers", readers.stream().map(RecordReader::name).toList());
        settings.put("neither accepted nor refused", found);
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("accepted", (double) result.accepted());
        phases.put("refused", (double) result.refused());
        phases.put("other", (double) found.size());
        phases.put("read/s", result.records() / seconds);
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
