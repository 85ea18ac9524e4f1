package io.tailkeeper.contracts.topics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What a schema changed that its released form does not allow.
 *
 * <p>Old and new programs read each other's messages, so only optional fields may be added. A field gone, renamed or
 * newly required breaks one side; so does any other value range: narrowed, it refuses old messages, widened, old
 * readers refuse new ones. Words of explanation may change.
 */
final class SchemaCompatibility {

    private static final Set<String> WORDS = Set.of("description", "title", "$comment", "examples");
    private static final Set<String> HANDLED =
            Set.of("properties", "required", "items", "additionalProperties", "$ref");

    private final UnaryOperator<JsonNode> resolveReleased;
    private final UnaryOperator<JsonNode> resolveCurrent;
    private final List<String> breaks = new ArrayList<>();

    private SchemaCompatibility(UnaryOperator<JsonNode> resolveReleased, UnaryOperator<JsonNode> resolveCurrent) {
        this.resolveReleased = resolveReleased;
        this.resolveCurrent = resolveCurrent;
    }

    /** The breaking changes, each with its place; empty when there is none. */
    static List<String> breaks(
            JsonNode released,
            UnaryOperator<JsonNode> resolveReleased,
            JsonNode current,
            UnaryOperator<JsonNode> resolveCurrent) {
        SchemaCompatibility comparison = new SchemaCompatibility(resolveReleased, resolveCurrent);
        comparison.compare("", released, current);
        return comparison.breaks;
    }

    private void compare(String place, JsonNode releasedSchema, JsonNode currentSchema) {
        JsonNode released = resolveReleased.apply(releasedSchema);
        JsonNode current = resolveCurrent.apply(currentSchema);
        if (!released.isObject() || !current.isObject()) {
            if (!released.equals(current)) {
                breaks.add(place + ": " + released + " became " + current);
            }
            return;
        }
        compareKeywords(place, released, current);
        compareRequired(place, names(released.path("required")), names(current.path("required")));
        compareProperties(place, released.path("properties"), current.path("properties"));
        for (String keyword : List.of("items", "additionalProperties")) {
            if (released.has(keyword) != current.has(keyword)) {
                breaks.add(place + ": " + keyword + " came or went");
            } else if (released.has(keyword)) {
                compare(place + "/" + keyword, released.get(keyword), current.get(keyword));
            }
        }
    }

    private void compareKeywords(String place, JsonNode released, JsonNode current) {
        Set<String> keywords = new TreeSet<>();
        released.fieldNames().forEachRemaining(keywords::add);
        current.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(WORDS);
        keywords.removeAll(HANDLED);
        for (String keyword : keywords) {
            if (!Objects.equals(normal(released.get(keyword)), normal(current.get(keyword)))) {
                breaks.add(place + ": " + keyword + " " + released.get(keyword) + " became " + current.get(keyword));
            }
        }
    }

    /** Order says nothing in {@code enum} and {@code type}; 1 and 1.0 are one number. */
    private static Object normal(JsonNode value) {
        if (value == null) {
            return "absent";
        }
        return value.isArray()
                ? names(value)
                : value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
    }

    private void compareRequired(String place, Set<String> released, Set<String> current) {
        for (String name : current) {
            if (!released.contains(name)) {
                breaks.add(place + "/" + name + ": newly required");
            }
        }
        for (String name : released) {
            if (!current.contains(name)) {
                breaks.add(place + "/" + name + ": no longer required");
            }
        }
    }

    private void compareProperties(String place, JsonNode released, JsonNode current) {
        released.properties().forEach(property -> {
            String below = place + "/" + property.getKey();
            if (current.has(property.getKey())) {
                compare(below, property.getValue(), current.get(property.getKey()));
            } else {
                breaks.add(below + ": removed or renamed");
            }
        });
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new TreeSet<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
