package io.tailkeeper.bench.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an experiment came to: everything of it that does not depend on names and time.
 *
 * @param figures by arm, generation and place in the message; the checkpoints' sha256 are among them
 * @param faults what must not be, whatever the figures are: runs that were not completed, books that do not balance
 */
public record Outcome(Map<String, String> figures, List<String> faults) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String SHA256 = "/sha256";

    public Outcome {
        figures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        faults = List.copyOf(faults);
    }

    /** The outcome of an experiment that is over. */
    public static Outcome of(List<RunRequested> requests, ExperimentView view) {
        Map<String, String> figures = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (RunRequested request : requests) {
            Optional<RunView> run = view.run(request.runId());
            if (run.filter(RunView::completed).isEmpty()) {
                faults.add(request.runId() + " " + run.map(Outcome::end).orElse("is not known"));
            }
            for (GenerationMeasured measured : run.map(RunView::generations).orElse(List.of())) {
                String place = request.arm() + ", generation "
                        + measured.generationKey().generation();
                flatten(place + ", ", timeless(measured), figures);
                if (!measured.books().balanced()) {
                    faults.add(place + ": the books do not balance: " + measured.books());
                }
            }
        }
        return new Outcome(figures, faults);
    }

    private static String end(RunView run) {
        return run.over() ? run.state() + ": " + run.end().why() : "is not over";
    }

    private static JsonNode timeless(GenerationMeasured measured) {
        try {
            ObjectNode tree = (ObjectNode) MAPPER.readTree(ContractJson.write(measured));
            ObjectNode trained = (ObjectNode) tree.get("trained");
            trained.remove(List.of("run", "secondsByPhase", "tokensPerSecond"));
            ((ObjectNode) trained.get("checkpoint")).remove("uri");
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> figures) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            path.endsWith(" ") ? path + entry.getKey() : path + "/" + entry.getKey(),
                            entry.getValue(),
                            figures));
        } else {
            figures.put(path, node.toString());
        }
    }

    /** How many checkpoints are among the figures. */
    public long checkpoints() {
        return figures.keySet().stream().filter(place -> place.endsWith(SHA256)).count();
    }

    /** A line for each figure that is another one in the undisturbed outcome, or only in one of the two. */
    public List<String> differences(Outcome undisturbed) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> places = new TreeSet<>(figures.keySet());
        places.addAll(undisturbed.figures.keySet());
        for (String place : places) {
            String here = figures.get(place);
            String there = undisturbed.figures.get(place);
            if (!Objects.equals(here, there)) {
                differences.add(place + ": " + (here == null ? "missing" : here) + ", undisturbed "
                        + (there == null ? "missing" : there));
            }
        }
        return differences;
    }
}
