package io.tailkeeper.detector.program;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.detector.evaluation.Evaluation;
import io.tailkeeper.detector.evaluation.Quality;
import io.tailkeeper.detector.evaluation.ReliabilityBin;
import io.tailkeeper.detector.evaluation.SourceReport;

/** An evaluation for programs; what is not known is null. */
final class EvaluationJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EvaluationJson() {}

    static ObjectNode of(Evaluation evaluation) {
        ObjectNode json = JSON.createObjectNode();
        json.set("overall", of(evaluation.overall()));
        ArrayNode sources = json.putArray("sources");
        evaluation.sources().forEach(source -> sources.add(of(source)));
        ArrayNode bins = json.putArray("reliability");
        for (ReliabilityBin bin : evaluation.reliability()) {
            ObjectNode node = bins.addObject();
            node.put("from", bin.from()).put("to", bin.to()).put("texts", bin.texts());
            put(node, "probability", bin.probability());
            put(node, "machineShare", bin.machineShare());
        }
        return json;
    }

    private static ObjectNode of(SourceReport report) {
        ObjectNode json = JSON.createObjectNode();
        json.put("source", report.source())
                .put("human", report.human())
                .put("machine", report.machine())
                .put("tooShort", report.tooShort())
                .put("cut", report.cut());
        for (Quality.Figure figure : Quality.FIGURES) {
            ObjectNode node = json.putObject(figure.name());
            put(node, "value", figure.value().applyAsDouble(report.quality().value()));
            put(node, "low", figure.value().applyAsDouble(report.quality().low()));
            put(node, "high", figure.value().applyAsDouble(report.quality().high()));
        }
        put(json, "accusedAt1Percent", report.accused1());
        put(json, "accusedAt5Percent", report.accused5());
        return json;
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
