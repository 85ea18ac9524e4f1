package io.tailkeeper.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.contracts.json.JsonFault;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Experiment files as trees: reading, and laying one over another. */
final class ExperimentYaml {

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final List<String> KEYS =
            List.of("extends", "name", "description", SeedList.KEY, "specification", "arms", Published.KEY);

    private ExperimentYaml() {}

    /**
     * The tree of an experiment file, with the preset that it extends underneath; an inherited arm that it sets to null
     * is gone.
     */
    static ObjectNode read(String text) {
        ObjectNode tree = parse(text, "there are no keys in it; an experiment file has name, specification and arms");
        tree.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new ExperimentException("unknown key \"" + key + "\"; " + Suggestion.forWord(key, KEYS));
            }
        });
        JsonNode below = tree.remove("extends");
        return below == null ? tree : extend(Presets.tree(below.asText()), tree);
    }

    private static ObjectNode extend(ObjectNode below, ObjectNode tree) {
        if (below.get("arms") instanceof ObjectNode inherited && tree.get("arms") instanceof ObjectNode own) {
            for (Map.Entry<String, JsonNode> arm : List.copyOf(own.properties())) {
                if (arm.getValue().isNull() && inherited.remove(arm.getKey()) != null) {
                    own.remove(arm.getKey());
                }
            }
        }
        return merge(below, tree);
    }

    /** A file's tree; {@code empty} is what to say of one without keys. */
    static ObjectNode parse(String text, String empty) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode tree) {
                return tree;
            }
            throw new ExperimentException(empty);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new ExperimentException(where + "not valid YAML: " + reason(e));
        }
    }

    private static String reason(JsonProcessingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblem() != null) {
                return marked.getProblem(); // the message begins with what was read when it was met
            }
        }
        return JsonFault.reason(e);
    }

    static JsonNode value(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value.isMissingNode() ? TextNode.valueOf("") : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A copy of {@code below} with everything of {@code above} laid over it, group by group. */
    static ObjectNode merge(ObjectNode below, JsonNode above) {
        ObjectNode merged = below.deepCopy();
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            boolean groups = merged.get(entry.getKey()) instanceof ObjectNode && entry.getValue() instanceof ObjectNode;
            JsonNode value = groups
                    ? merge((ObjectNode) merged.get(entry.getKey()), entry.getValue())
                    : entry.getValue().deepCopy();
            merged.set(entry.getKey(), value);
        }
        return merged;
    }
}
