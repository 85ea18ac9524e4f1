package io.tailkeeper.contracts.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The schema files as trees, with references between them followed. */
final class Schemas {

    static final Path CURRENT = Path.of("src/main/resources/schemas");
    static final Path FROZEN = Path.of("src/test/resources/frozen/v1");

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * One property, wherever it lies.
     *
     * @param path property names from the message down; {@code *} stands for the elements of an array
     * @param schema what the property allows
     * @param required whether its object must have it
     */
    record Property(List<String> path, JsonNode schema, boolean required) {

        String name() {
            return path.getLast();
        }
    }

    private Schemas() {}

    static Map<String, JsonNode> all(Path folder) {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                schemas.put(file.getFileName().toString(), MAPPER.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemas;
    }

    static JsonNode of(Topic<?> topic) {
        return load(CURRENT, topic.schema().replace("schemas/", ""));
    }

    static JsonNode load(Path folder, String name) {
        try {
            return MAPPER.readTree(folder.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema itself, or the one it refers to. */
    static JsonNode resolve(Path folder, JsonNode schema) {
        if (!schema.has("$ref")) {
            return schema;
        }
        String reference = schema.get("$ref").asText();
        return load(folder, reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** Every property of a message, those of nested objects and of array elements included. */
    static List<Property> properties(Topic<?> topic) {
        List<Property> found = new ArrayList<>();
        collect(of(topic), List.of(), found);
        if (found.isEmpty()) {
            throw new AssertionError(topic.schema() + " describes no property");
        }
        return found;
    }

    private static void collect(JsonNode schema, List<String> path, List<Property> found) {
        JsonNode resolved = resolve(CURRENT, schema);
        List<String> required = new ArrayList<>();
        resolved.path("required").forEach(name -> required.add(name.asText()));
        resolved.path("properties").properties().forEach(property -> {
            List<String> below = append(path, property.getKey());
            found.add(new Property(below, property.getValue(), required.contains(property.getKey())));
            collect(property.getValue(), below, found);
        });
        if (resolved.has("items")) {
            collect(resolved.get("items"), append(path, "*"), found);
        }
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
