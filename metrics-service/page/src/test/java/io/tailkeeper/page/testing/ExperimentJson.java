package io.tailkeeper.page.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Experiments as the metrics service tells of them, made up. */
public final class ExperimentJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final int generations;
    private final ArrayNode runs = JSON.createArrayNode();

    /** @param generations after generation 0 */
    public ExperimentJson(String id, int generations) {
        this.id = id;
        this.generations = generations;
    }

    /**
     * Adds a run that has measured some generations: its perplexity ratio is 1 + slope * generation, its coverage 0.8 less a tenth of
     * that.
     *
     * @param method of its selection
     * @param syntheticShare 0 makes it a floor
     * @param measured how many after generation 0
     */
    public ExperimentJson run(String arm, long seed, String method, double syntheticShare, double slope, int measured) {
        ObjectNode view = runs.addObject();
        ObjectNode run = view.putObject("run");
        run.put("runId", id + "-" + arm + "-s" + seed)
                .put("experimentId", id)
                .put("arm", arm)
                .put("baseRunId", id + "-base-s" + seed)
                .put("requestedAt", "2026-11-21T08:00:00Z");
        ObjectNode specification = run.putObject("specification");
        specification.put("generations", generations).put("seed", seed);
        specification.putObject("corpus").put("source", "wordnet");
        specification
                .putObject("data")
                .put("documents", 2_000)
                .put("humanShare", 1)
                .put("syntheticShare", syntheticShare);
        specification.putObject("model").put("layers", 2).put("embeddingSize", 128);
        specification.putObject("loss").put("name", "tce").put("confidenceThreshold", 0.99);
        specification.putObject("selection").put("method", method).put("bias", 10);
        view.put("state", measured == generations ? "completed" : "running");
        view.putArray("progress");
        view.putArray("detectors");
        ArrayNode measures = view.putArray("generations");
        for (int generation = 0; generation <= measured; generation++) {
            measures.add(measure(generation, slope));
        }
        return this;
    }

    /**
     * Lets the run that was added last be at a generation, all of whose samples are scored.
     *
     * @param done of the training's steps; null while it waits for the trainer
     */
    public ExperimentJson progress(int generation, @Nullable Integer done, @Nullable Integer total) {
        ObjectNode progress = last().withArrayProperty("progress").addObject();
        progress.put("generation", generation)
                .put("collected", 900)
                .put("scored", 900)
                .put("expected", 900);
        if (done != null) {
            progress.put("phase", "training")
                    .put("done", done)
                    .put("total", total)
                    .put("loss", 3.2);
        }
        return this;
    }

    /** Lets the run that was added last have failed in the generator. */
    public ExperimentJson failed(String reason) {
        last().put("state", "failed")
                .putObject("finished")
                .put("service", "generator")
                .put("reason", reason);
        return this;
    }

    /** Lets the run that was added last have raised an alert. */
    public ExperimentJson alert(int generation, String rule, String severity, String message, boolean endsRun) {
        JsonNode run = last().path("run");
        last().withArrayProperty("alerts")
                .addObject()
                .put("runId", run.path("runId").asText())
                .put("arm", run.path("arm").asText())
                .put("generation", generation)
                .put("rule", rule)
                .put("severity", severity)
                .put("message", message)
                .put("endsRun", endsRun)
                .put("at", "2026-11-21T09:0" + generation + ":00Z");
        return this;
    }

    /** Lets the run that was added last learn a mixture of constant shares by cross entropy, from generation 0 each time. */
    public ExperimentJson mixesAnew() {
        ObjectNode specification = last().withObject("/run/specification");
        specification.put("restart", "base").putObject("loss").put("name", "cross-entropy");
        return this;
    }

    /** Lets the run that was added last call another perplexity ratio a collapse. */
    public ExperimentJson collapsedRatio(double ratio) {
        last().withObject("/run/specification").putObject("stages").put("collapsedRatio", ratio);
        return this;
    }

    /** Lets the deciding detector of the run that was added last have judged a pool of 20 human and 20 machine-written samples. */
    public ExperimentJson scores(int generation) {
        ObjectNode detector = last().withArrayProperty("detectors").addObject();
        detector.put("generation", generation)
                .put("detectorId", "encoder")
                .put("deciding", true)
                .put("scored", 40)
                .put("expected", 40);
        ObjectNode figures = detector.putObject("figures");
        figures.putObject("quality").put("auroc", 0.9);
        figures.putPOJO("scores", List.of(12, 8, 0, 0, 0, 0, 0, 0, 4, 16));
        figures.putPOJO(
                "pool",
                Map.of(
                        "human", List.of(12, 6, 0, 0, 0, 0, 0, 0, 0, 2),
                        "machine", List.of(0, 2, 0, 0, 0, 0, 0, 0, 4, 14),
                        "unknown", List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        "kept", List.of(12, 7, 0, 0, 0, 0, 0, 0, 1, 0),
                        "meanBefore", 0.5,
                        "meanAfter", 0.125));
        return this;
    }

    /** Lets the deciding detector of the run that was added last have this area under its curve on every pool. */
    public ExperimentJson auroc(double auroc) {
        last().path("generations").forEach(measured -> ((ObjectNode) measured).put("poolAuroc", auroc));
        return this;
    }

    private ObjectNode last() {
        return (ObjectNode) runs.get(runs.size() - 1);
    }

    private static ObjectNode measure(int generation, double slope) {
        double ratio = 1 + slope * generation;
        ObjectNode measure = JSON.createObjectNode();
        ObjectNode trained = measure.putObject("trained");
        trained.put("generation", generation).put("maskedShare", 0.01);
        trained.putObject("test")
                .put("perplexity", 40 * ratio)
                .put("tokenAccuracy", 0.3)
                .put("confidentShare", 0.01);
        ArrayNode histogram =
                trained.withObjectProperty("test").putObject("confidence").putArray("histogram");
        for (int bin = 0; bin < 20; bin++) {
            histogram.add(bin == 0 ? 90 : bin == 19 ? 10 : 0);
        }
        trained.putPOJO(
                "selection",
                Map.of("humanShareBefore", 0.5, "humanShareAfter", 0.75, "effectiveSampleSize", 900, "pooled", 1_000));
        measure.put("perplexityRatio", ratio).put("detectorAuroc", 0.9).put("stage", ratio > 1.3 ? "C" : "A");
        ObjectNode text = JSON.valueToTree(Map.of(
                "vocabularyCoverage",
                0.8 - 0.1 * slope * generation,
                "klFromHuman",
                1 + slope,
                "klToHuman",
                5,
                "selfBleu",
                0.3,
                "humanSelfBleu",
                0.3,
                "diversity",
                0.9,
                "humanDiversity",
                0.9,
                "tokens",
                1_000,
                "machine",
                words(200, 100, 5),
                "human",
                words(100, 50, 10)));
        ArrayNode own = text.putObject("confidence").put("meanProbability", 0.5).putArray("histogram");
        for (int bin = 0; bin < 20; bin++) {
            own.add(bin == 0 ? 25 : bin == 19 ? 75 : 0);
        }
        measure.set("text", text);
        measure.putPOJO(
                "books",
                Map.of("collected", 10, "scored", 10, "deadLettered", 0, "pooled", 10, "rejected", 0, "selected", 10));
        return measure;
    }

    private static Map<String, Object> words(int first, int second, int tenth) {
        return Map.of(
                "rankFrequencies",
                List.of(
                        Map.of("rank", 1, "count", first),
                        Map.of("rank", 2, "count", second),
                        Map.of("rank", 10, "count", tenth)));
    }

    /** What {@code /api/experiments/ID} answers. */
    public String json() {
        return JSON.createObjectNode()
                .put("experimentId", id)
                .<ObjectNode>set("runs", runs)
                .toString();
    }

    /** Its line in what {@code /api/experiments} answers. */
    public ObjectNode line(String state) {
        return line(state, "2026-11-21T08:00:00Z");
    }

    /** The same of one that was asked for at a time. */
    public ObjectNode line(String state, String requestedAt) {
        ObjectNode line = JSON.createObjectNode();
        line.put("experimentId", id).put("state", state).put("requestedAt", requestedAt);
        ArrayNode arms = line.putArray("arms");
        runs.forEach(run -> arms.add(run.at("/run/arm").asText()));
        return line;
    }
}
