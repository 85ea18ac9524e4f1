package io.tailkeeper.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.languagemodel.models.Models;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures one thing, prints a table, and writes one JSON object. */
final class Bench {

    private static final double SECONDS_A_BATCH_SIZE = 4;
    private static final int KILLS = 20;

    private Bench() {}

    static BenchResult generator(ModelPreset preset) {
        try (LanguageModel model = Models.initialise(preset.config(), 1)) {
            return new GeneratorBench(preset.word(), model, SECONDS_A_BATCH_SIZE).run();
        }
    }

    static BenchResult generator(Path model) {
        try (PretrainedModel opened = Models.open(model)) {
            return new GeneratorBench(model.toString(), opened.model(), SECONDS_A_BATCH_SIZE).run();
        }
    }

    static BenchResult trainer(ModelPreset preset, Precision precision, int steps) throws IOException {
        return inFolder(folder -> new TrainerBench(preset, precision, steps).run(folder));
    }

    static BenchResult resume(ModelPreset preset, int steps) throws IOException {
        return inFolder(folder -> new ResumeBench(preset, KILLS, steps).run(folder));
    }

    /** What needs a folder for a while. */
    private interface Measured {
        BenchResult in(Path folder) throws IOException;
    }

    private static BenchResult inFolder(Measured measured) throws IOException {
        Path folder = Files.createTempDirectory("tailkeeper-bench");
        try {
            return measured.in(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    static void print(BenchResult result, PrintStream out) {
        out.println("bench " + result.name());
        result.settings().forEach((name, value) -> out.printf("  %-28s %s%n", name, value));
        if (result.parts().isEmpty()) { // else every part has a block of its own
            result.phases().forEach((name, value) -> line(out, name, value, ""));
        }
        line(out, "value", result.value(), result.unit());
        line(out, "reference", result.reference(), result.referenceUnit());
        out.printf(Locale.ROOT, "  %-28s %.3f%n", "ratio", result.ratio());
        line(out, "peak memory", result.peakMemoryBytes() / (1024.0 * 1024), "MiB");
        result.parts().forEach((name, part) -> print(name, part, out));
        out.flush();
    }

    private static void print(String name, BenchPart part, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%s: %,.3f %s; goal %s, %s%n",
                name,
                part.value(),
                part.unit(),
                part.goal(),
                part.reached() ? "reached" : "missed");
        part.figures()
                .forEach((figure, value) -> out.printf(
                        Locale.ROOT,
                        "  %-42s %s%n",
                        figure,
                        value instanceof Double number ? String.format(Locale.ROOT, "%,.2f", number) : value));
    }

    private static void line(PrintStream out, String name, double value, String unit) {
        out.println(String.format(Locale.ROOT, "  %-28s %,.1f %s", name, value, unit)
                .stripTrailing());
    }

    static void write(BenchResult result, Path file) throws IOException {
        byte[] json = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsBytes(result);
        AtomicFile.write(file, json);
    }
}
