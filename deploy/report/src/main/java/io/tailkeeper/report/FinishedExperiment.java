package io.tailkeeper.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.report.statistics.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An experiment that is over, as its {@code report.json} tells of it.
 *
 * @param id its name
 * @param startedAt when its runs were asked for
 * @param runs its runs, without those that train generation 0 for others
 */
public record FinishedExperiment(String id, Instant startedAt, List<Run> runs) {

    private static final String FILE = "report.json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
    private static final Pattern FIGURE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,79}");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * A run.
     *
     * @param arm its arm
     * @param seed its seed
     * @param specification its settings by their dotted names, in the words of an experiment file
     * @param generations figures of each generation by the names that they have in report.json, those of a group dotted
     */
    public record Run(
            String arm, long seed, Map<String, String> specification, Map<Integer, Map<String, Double>> generations) {

        public Run {
            specification = Collections.unmodifiableMap(specification);
            generations = Collections.unmodifiableMap(generations);
        }

        /** Names of the figures that any generation has. */
        public Set<String> figures() {
            Set<String> figures = new TreeSet<>();
            generations.values().forEach(each -> figures.addAll(each.keySet()));
            return figures;
        }

        int last() {
            return generations.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }
    }

    public FinishedExperiment {
        runs = List.copyOf(runs);
    }

    /**
     * Reads that of a folder.
     *
     * @throws IOException when there is none, or it is not over; the message says which, and how to mend it
     */
    public static FinishedExperiment read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " holds no finished experiment (" + FILE
                    + " is missing); give the folder that --output of ./tailkeeper run named");
        }
        JsonNode report;
        try {
            report = MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: it is no JSON, or not of this program", e);
        }
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : report.path("runs")) {
            if (!run.path("status").asText().equals("completed")) {
                throw new IOException(folder + ": " + run.path("runId").asText("a run") + " is "
                        + run.path("status").asText("of unknown state")
                        + ", so the experiment is not finished; ./tailkeeper run --resume goes on with it");
            }
            if (run.path("specification").path("generations").asInt() > 0) {
                runs.add(run(file, run));
            }
        }
        String id = report.path("experimentId").asText();
        if (runs.isEmpty() || !NAME.matcher(id).matches()) {
            throw new IOException(file + " has no arm with generations to compare, or was changed");
        }
        try {
            return new FinishedExperiment(
                    id, Instant.parse(report.path("startedAt").asText()), runs);
        } catch (DateTimeParseException e) {
            throw new IOException(file + " does not say when the experiment was started, or was changed", e);
        }
    }

    private static Run run(Path file, JsonNode run) throws IOException {
        String arm = run.path("arm").asText();
        if (!NAME.matcher(arm).matches()) {
            throw new IOException(file
                    + " was changed: the name of an arm has other characters than letters, digits and" + " dashes");
        }
        Map<Integer, Map<String, Double>> generations = new TreeMap<>();
        for (JsonNode generation : run.path("generations")) {
            Map<String, Double> figures = new TreeMap<>();
            figures(file, "", generation, figures);
            figures.remove("generation");
            generations.put(generation.path("generation").asInt(), Collections.unmodifiableMap(figures));
        }
        Map<String, String> specification = new TreeMap<>();
        flatten("", run.path("specification"), specification);
        specification.remove("seed");
        return new Run(arm, run.path("specification").path("seed").asLong(), specification, generations);
    }

    /** Names become those of files, so that none may lead elsewhere. */
    private static void figures(Path file, String path, JsonNode node, Map<String, Double> into) throws IOException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!FIGURE.matcher(entry.getKey()).matches()) {
                throw new IOException(
                        file + " was changed: the name of a figure has other characters than letters, digits"
                                + " and dashes");
            }
            if (entry.getValue().isNumber()) {
                into.put(path + entry.getKey(), entry.getValue().asDouble());
            } else if (entry.getValue().isObject()) {
                figures(file, path + entry.getKey() + ".", entry.getValue(), into);
            }
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!FIGURE.matcher(entry.getKey()).matches()) {
                continue; // no setting of this program
            }
            String key = path
                    + entry.getKey().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            if (entry.getValue().isObject()) {
                flatten(key + ".", entry.getValue(), into);
            } else if (!entry.getValue().isNull()) {
                JsonNode value = entry.getValue();
                into.put(key, value.isArray() ? value.toString() : value.asText());
            }
        }
    }

    /** Its arms, in order. */
    Set<String> arms() {
        Set<String> arms = new LinkedHashSet<>();
        runs.forEach(run -> arms.add(run.arm()));
        return arms;
    }

    /** Its seeds, in order. */
    public Set<Long> seeds() {
        Set<Long> seeds = new LinkedHashSet<>();
        runs.forEach(run -> seeds.add(run.seed()));
        return seeds;
    }

    /** The runs of an arm. */
    List<Run> runs(String arm) {
        return runs.stream().filter(run -> run.arm().equals(arm)).toList();
    }

    /** The last generation that every run of an arm has. */
    int last(String arm) {
        return runs(arm).stream().mapToInt(Run::last).min().orElse(0);
    }

    /** A figure of an arm over its seeds; empty where none has it. */
    Optional<Spread> spread(String arm, int generation, String figure) {
        List<Double> values = runs(arm).stream()
                .map(run -> run.generations().getOrDefault(generation, Map.of()).get(figure))
                .filter(value -> value != null && Double.isFinite(value))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }
}
