package io.tailkeeper.languagemodel.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.CheckpointException;
import io.tailkeeper.languagemodel.ForeignText;
import io.tailkeeper.languagemodel.json.JsonFile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code config.json} says of rotary positions: {@code rope_theta} and {@code rope_scaling}, or {@code
 * rope_parameters}, in which newer versions of the transformers library have both. Only unscaled ones are computed.
 */
final class RotaryConfig {

    private static final String SCALING = "rope_scaling";
    private static final String PARAMETERS = "rope_parameters";
    private static final String THETA = "rope_theta";
    private static final String PARTIAL = "partial_rotary_factor";
    private static final String KIND = "rope_type";
    private static final String OLD_KIND = "type";
    private static final String UNSCALED = "default";
    private static final double USUAL_THETA = 10_000;

    private RotaryConfig() {}

    /**
     * Theta.
     *
     * @throws CheckpointException when positions are scaled, or the fields contradict each other
     */
    static double theta(JsonFile json) {
        requireUnscaled(json, SCALING);
        requireUnscaled(json, PARAMETERS);
        double partial = agreed(json, PARTIAL, 1);
        if (partial != 1) {
            throw new CheckpointException(json.path() + ": " + PARTIAL + " is " + partial
                    + ", but Tailkeeper rotates whole heads; take a model without it");
        }
        double theta = agreed(json, THETA, USUAL_THETA);
        if (theta < 1) {
            throw json.wrong(THETA, "a number from 1 on");
        }
        return theta;
    }

    private static void requireUnscaled(JsonFile json, String field) {
        JsonNode rope = json.root().path(field);
        if (rope.isMissingNode() || rope.isNull()) {
            return;
        }
        if (!rope.isObject()) {
            throw json.wrong(field, "an object");
        }
        List<JsonNode> kinds = List.of(KIND, OLD_KIND).stream()
                .filter(rope::hasNonNull)
                .map(rope::path)
                .distinct()
                .toList();
        if (kinds.size() > 1 || (kinds.size() == 1 && !kinds.getFirst().isTextual())) {
            throw json.wrong(field, "of one kind");
        }
        if (kinds.isEmpty() || kinds.getFirst().textValue().equals(UNSCALED)) {
            requireNoScaling(json, field, rope, kinds.isEmpty());
        } else {
            json.requireMissing(field);
        }
    }

    private static void requireNoScaling(JsonFile json, String field, JsonNode rope, boolean withoutKind) {
        Set<String> unscaled = Set.of(KIND, OLD_KIND, THETA, PARTIAL);
        for (Map.Entry<String, JsonNode> entry : rope.properties()) {
            if (!unscaled.contains(entry.getKey()) && !entry.getValue().isNull()) {
                throw withoutKind
                        ? json.wrong(field, "of a kind that " + KIND + " names, since it scales the positions")
                        : json.wrong(
                                field,
                                "without " + ForeignText.shown(entry.getKey()) + " where " + KIND + " is " + UNSCALED);
            }
        }
    }

    /** The number of a field that may stand in several places, with one value. */
    private static double agreed(JsonFile json, String field, double otherwise) {
        double value = json.positive(field, Double.NaN);
        for (String place : List.of(PARAMETERS, SCALING)) {
            double other = new JsonFile(json.path(), json.root().path(place)).positive(field, value);
            if (!Double.isNaN(value) && other != value) {
                throw new CheckpointException(json.path() + ": " + field + " is " + value + " and, in " + place + ", "
                        + other + "; they should be one number: copy the model's own config.json");
            }
            value = other;
        }
        return Double.isNaN(value) ? otherwise : value;
    }
}
