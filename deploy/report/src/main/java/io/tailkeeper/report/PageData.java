package io.tailkeeper.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tailkeeper.report.view.ExperimentView;
import io.tailkeeper.report.view.ExperimentView.RunView;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The records that the page draws, as the metrics service tells of them. The report leaves out what it does not draw: progress, and
 * what detectors would have selected.
 *
 * @param experimentId the experiment
 * @param state completed, or that of a run which is not
 * @param runs in the order in which they were asked for
 */
record PageData(String experimentId, String state, List<RunView> runs) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    static PageData of(Report report, ExperimentView view) {
        List<RunView> runs = report.runs().stream()
                .flatMap(run -> view.run(run.runId()).stream())
                .map(run ->
                        new RunView(run.run(), run.state(), run.finished(), List.of(), run.generations(), List.of()))
                .toList();
        String state = runs.stream()
                .map(RunView::state)
                .filter(each -> !each.equals("completed"))
                .findFirst()
                .orElse("completed");
        return new PageData(view.experimentId(), state, runs);
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
