package io.tailkeeper.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    private Bench() {}

    /**
     * Measures.
     *
     * @param arguments name of the bench, preset, measured optimizer steps, and the JSON file or nothing
     */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        BenchResult result = run(arguments[0], ModelPreset.named(arguments[1]), Integer.parseInt(arguments[2]));
        print(result, System.out);
        if (arguments.length > 3) {
            write(result, Path.of(arguments[3]));
        }
    }

    static BenchResult run(String name, ModelPreset preset, int steps) throws IOException {
        return switch (name) {
            case "trainer" -> trainer(preset, steps);
            case "generator" -> new GeneratorBench(preset, SECONDS_A_BATCH_SIZE).run();
            default ->
                throw new IllegalArgumentException("bench \"" + name + "\" is unknown; there are trainer, generator");
        };
    }

    private static BenchResult trainer(ModelPreset preset, int steps) throws IOException {
        Path folder = Files.createTempDirectory("tailkeeper-bench");
        try {
            return new TrainerBench(preset, steps).run(folder);
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

    /** Threads of a tensor operation, as the engine was told. */
    static int threads() {
        return Integer.getInteger(
                "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
    }

    static void print(BenchResult result, PrintStream out) {
        out.println("bench " + result.name());
        result.settings().forEach((name, value) -> out.printf("  %-28s %s%n", name, value));
        result.phases().forEach((name, value) -> line(out, name, value, ""));
        line(out, "value", result.value(), result.unit());
        line(out, "reference", result.reference(), result.referenceUnit());
        out.printf(Locale.ROOT, "  %-28s %.3f%n", "ratio", result.ratio());
        line(out, "peak memory", result.peakMemoryBytes() / (1024.0 * 1024), "MiB");
        out.flush();
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
        Files.write(file, json);
    }
}
