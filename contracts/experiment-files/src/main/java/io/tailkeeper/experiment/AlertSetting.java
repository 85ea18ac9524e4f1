package io.tailkeeper.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailkeeper.commandline.Suggestion;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.RunSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The {@code alerts} of a specification, and those of a file of rules. A person writes {@code above: 1.3} or {@code below: 0.9};
 * the specification has a direction and a threshold.
 */
final class AlertSetting {

    private static final String KEY = "alerts";
    private static final List<String> SIDES = List.of("above", "below");

    private AlertSetting() {}

    /**
     * Puts direction and threshold into the rules of a specification.
     *
     * @throws ExperimentException when they are no list, or one has no threshold, or two
     */
    static void resolve(ObjectNode specification) {
        JsonNode rules = specification.path(KEY);
        if (!rules.isMissingNode() && !rules.isNull()) {
            specification.set(KEY, resolved(rules, KEY));
        }
    }

    /** The rules that a list describes; {@code path} is its place. */
    static List<AlertRule> rules(JsonNode list, String path) {
        ArrayNode resolved = resolved(list, path);
        List<AlertRule> rules = new ArrayList<>();
        for (int index = 0; index < resolved.size(); index++) {
            rules.add(RecordBinder.bind(AlertRule.class, (ObjectNode) resolved.get(index), path + "[" + index + "]"));
        }
        return rules;
    }

    private static ArrayNode resolved(JsonNode list, String path) {
        if (!list.isArray()) {
            throw new ExperimentException(
                    path + ": this is not a list of rules; begin each with a dash, as in \"- id: perplexity\"", path);
        }
        ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
        for (int index = 0; index < list.size(); index++) {
            String place = path + "[" + index + "]";
            if (!(list.get(index) instanceof ObjectNode rule)) {
                throw new ExperimentException(
                        place + ": this is not a rule; give it id, measure, and above or below", place);
            }
            resolved.add(rule(rule.deepCopy(), place));
        }
        return resolved;
    }

    private static ObjectNode rule(ObjectNode rule, String place) {
        Stream.of("direction", "threshold").filter(rule::has).findFirst().ifPresent(key -> {
            throw new ExperimentException(
                    "unknown key \"" + key + "\" in " + place + "; write above or below, as in \"above: 1.3\"",
                    place + "." + key);
        });
        List<String> sides = SIDES.stream().filter(rule::hasNonNull).toList();
        if (sides.size() != 1) {
            throw new ExperimentException(
                    place + ": the rule has " + (sides.isEmpty() ? "neither above nor below" : "both above and below")
                            + "; give one of the two",
                    place);
        }
        String side = sides.getFirst();
        JsonNode threshold = rule.get(side);
        if (!finite(threshold.asText())) {
            throw new ExperimentException(
                    place + "." + side + ": \"" + threshold.asText() + "\" is not a number", place + "." + side);
        }
        rule.remove(SIDES);
        rule.put("direction", side);
        rule.set("threshold", threshold);
        return rule;
    }

    /** YAML calls 1e-3 a string, so the text decides. */
    private static boolean finite(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Looks whether every arm that a rule names is one of the experiment's.
     *
     * @throws ExperimentException when one is not
     */
    static void checkArms(RunSpecification base, Map<String, RunSpecification> arms) {
        TreeSet<String> known = new TreeSet<>(arms.keySet());
        known.add(Experiment.BASE_ARM);
        Stream.concat(Stream.of(base), arms.values().stream())
                .map(RunSpecification::alerts)
                .filter(rules -> rules != null)
                .flatMap(List::stream)
                .filter(rule -> rule.arms() != null)
                .forEach(rule -> rule.arms().stream()
                        .filter(arm -> !known.contains(arm))
                        .findFirst()
                        .ifPresent(arm -> {
                            throw new ExperimentException("rule " + rule.id() + " of alerts: there is no arm \"" + arm
                                    + "\"; " + Suggestion.forWord(arm, known));
                        }));
    }
}
