package io.tailkeeper.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.bench.detector.DetectorBench;
import io.tailkeeper.bench.figures.BenchPart;
import io.tailkeeper.bench.figures.BenchResult;
import io.tailkeeper.bench.fuzz.FuzzBench;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelDevice;
import io.tailkeeper.languagemodel.Models;
import io.tailkeeper.languagemodel.PretrainedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures one thing, prints a table, and writes one JSON object. The launcher starts it in a process of its own. */
public final class Bench {

    private static final double SECONDS_A_BATCH_SIZE = 4;
    private static final int KILLS = 20;

    private Bench() {}

    /**
     * Measures.
     *
     * @param arguments name of the bench; preset, or for the generator also the path of a model; measured optimizer
     *     steps; float32 or bf16, for the trainer; the JSON file or nothing. For detector, memory and fuzz: the name; the
     *     JSON file or an empty word; what {@link DetectorBench} or {@link FuzzBench} takes
     */
    public static void main(String[] arguments) throws IOException {
        BenchResult result;
        String output;
        try {
            if (List.of("detector", "memory", "fuzz").contains(arguments[0])) {
                output = arguments[1];
                List<String> given = List.of(arguments).subList(2, arguments.length);
                result = switch (arguments[0]) {
                    case "detector" -> DetectorBench.run(given);
                    case "memory" -> DetectorBench.memory(given);
                    default -> FuzzBench.run(given, System.out);
                };
            } else {
                output = arguments.length > 4 ? arguments[4] : "";
                ModelDevice.chooseByProperty();
                result = run(arguments[0], arguments[1], Integer.parseInt(arguments[2]), precision(arguments[3]));
            }
        } catch (CheckpointException | IllegalArgumentException | IllegalStateException e) {
            System.err.println("tailkeeper: " + e.getMessage());
            System.exit(1);
            return;
        }
        print(result, System.out);
        if (!output.isEmpty()) {
            write(result, Path.of(output));
        }
        if (FuzzBench.failed(result)) {
            System.exit(1);
        }
    }

    private static Precision precision(String word) {
        return switch (word) {
            case "float32" -> Precision.FLOAT32;
            case "bf16" -> Precision.BF16;
            default ->
                throw new IllegalArgumentException("precision \"" + word + "\" is unknown; give float32 or bf16");
        };
    }

    static BenchResult run(String name, String model, int steps, Precision precision) throws IOException {
        return switch (name) {
            case "trainer" -> trainer(ModelPreset.named(model), precision, steps);
            case "generator" -> generator(model);
            case "resume" -> resume(ModelPreset.named(model), steps);
            default ->
                throw new IllegalArgumentException("bench \"" + name
                        + "\" is unknown; there are trainer, generator, resume, detector, memory," + " fuzz");
        };
    }

    private static BenchResult generator(String name) {
        if (!Files.exists(Path.of(name))) {
            try (LanguageModel model =
                    LanguageModel.initialise(ModelPreset.named(name).config(), 1)) {
                return new GeneratorBench(name, model, SECONDS_A_BATCH_SIZE).run();
            }
        }
        try (PretrainedModel opened = Models.open(Path.of(name))) {
            return new GeneratorBench(name, opened.model(), SECONDS_A_BATCH_SIZE).run();
        }
    }

    private static BenchResult trainer(ModelPreset preset, Precision precision, int steps) throws IOException {
        return inFolder(folder -> new TrainerBench(preset, precision, steps).run(folder));
    }

    private static BenchResult resume(ModelPreset preset, int steps) throws IOException {
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
