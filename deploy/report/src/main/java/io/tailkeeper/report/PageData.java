package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tailkeeper.page.ShownSamples;
import io.tailkeeper.report.samples.ReportSamples;
import io.tailkeeper.report.view.DetectorView;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records that the page draws: as the metrics service tells of them, or figures by their names as reports do.
 *
 * @param experimentId the experiment
 * @param runs in the order in which they were asked for
 * @param samples by run and generation
 */
record PageData(String experimentId, List<?> runs, Map<String, Map<Integer, ShownSamples>> samples) {

    private static final String HUMAN = "human.";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /** What the service told of an experiment, without progress, without shadows and what they would have selected. */
    static PageData of(Report report, ExperimentView view, ReportSamples samples) {
        return new PageData(
                view.experimentId(),
                report.runs().stream()
                        .flatMap(run -> view.run(run.runId()).stream())
                        .map(run -> new RunView(
                                run.run(),
                                run.state(),
                                run.finished(),
                                List.of(),
                                run.generations(),
                                run.detectors().stream()
                                        .filter(DetectorView::deciding)
                                        .map(DetectorView::scoresAlone)
                                        .toList(),
                                run.alerts()))
                        .toList(),
                samples.byRun());
    }

    /** The arms of several experiments, each with the letter of its experiment before its name. */
    static PageData of(List<FinishedExperiment> experiments) {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (int index = 0; index < experiments.size(); index++) {
            for (FinishedExperiment.Run run : experiments.get(index).runs()) {
                String arm = Comparison.letter(index) + " " + run.arm();
                Map<String, Object> asked =
                        Map.of("runId", arm + " seed " + run.seed(), "arm", arm, "specification", specification(run));
                runs.add(Map.of("run", asked, "state", "completed", "generations", generations(run)));
            }
        }
        return new PageData("comparison", runs, Map.of());
    }

    /** As much of it as a chart needs. */
    private static Map<String, Object> specification(FinishedExperiment.Run run) {
        return Map.of(
                "generations",
                run.last(),
                "seed",
                run.seed(),
                "selection",
                Map.of("method", run.specification().getOrDefault("selection.method", "none")),
                "data",
                Map.of(
                        "policy",
                        run.specification().getOrDefault("data.policy", "replace"),
                        "syntheticShare",
                        Double.valueOf(run.specification().getOrDefault("data.synthetic-share", "1"))));
    }

    private static List<Map<String, Object>> generations(FinishedExperiment.Run run) {
        return run.generations().entrySet().stream()
                .map(each -> Map.<String, Object>of(
                        "trained", Map.of("generation", each.getKey()), "figures", figures(each.getValue())))
                .toList();
    }

    /** By the names of the dictionary, which know no groups; those of human text are left out. */
    private static Map<String, Double> figures(Map<String, Double> grouped) {
        Map<String, Double> figures = new TreeMap<>();
        grouped.forEach((name, value) -> {
            if (!name.startsWith(HUMAN)) {
                figures.put(name.substring(name.lastIndexOf('.') + 1), value);
            }
        });
        return figures;
    }

    /** As JSON that ends no script element, whatever a name holds. */
    String json() {
        try {
            JsonNode tree = MAPPER.valueToTree(this);
            // What was asked for stands once in a run, and again in each of its generations.
            tree.findValues("trained").forEach(trained -> ((ObjectNode) trained).remove("run"));
            return MAPPER.writeValueAsString(tree).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
