package io.tailkeeper.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects that one overlay renders to. */
public record Manifests(List<ObjectNode> objects) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * Pods as a workload makes them.
     *
     * @param owner kind and name of the workload
     * @param name of the workload
     */
    public record Pod(String owner, String name, JsonNode labels, JsonNode spec) {

        /** Containers that run, and those that run before. */
        public Stream<JsonNode> containers() {
            return Stream.concat(elements(spec, "/containers").stream(), elements(spec, "/initContainers").stream());
        }
    }

    static Manifests parse(String yaml) {
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy to change. */
    Manifests copy() {
        return new Manifests(objects.stream().map(ObjectNode::deepCopy).toList());
    }

    /** Objects of a kind. */
    public List<ObjectNode> of(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** One object, by kind and name. */
    public Optional<ObjectNode> find(String kind, String name) {
        return of(kind).stream().filter(object -> name(object).equals(name)).findFirst();
    }

    /** The pods of all workloads. */
    public List<Pod> pods() {
        return Stream.of("StatefulSet", "Deployment", "Job")
                .flatMap(kind -> of(kind).stream())
                .map(owner -> new Pod(
                        title(owner),
                        name(owner),
                        owner.at("/spec/template/metadata/labels"),
                        owner.at("/spec/template/spec")))
                .toList();
    }

    /** The environment of a container: values, or {@code null} where a reference leads out of the manifests. */
    public Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode source : elements(container, "/envFrom")) {
            find("ConfigMap", source.at("/configMapRef/name").asText()).ifPresent(config -> config.path("data")
                    .properties()
                    .forEach(entry ->
                            environment.put(entry.getKey(), entry.getValue().asText())));
        }
        for (JsonNode variable : elements(container, "/env")) {
            environment.put(
                    variable.path("name").asText(),
                    variable.has("value") ? variable.get("value").asText() : null);
        }
        return environment;
    }

    /** The name of an object. */
    public static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    /** Kind and name of an object, for people. */
    public static String title(JsonNode object) {
        return object.path("kind").asText() + " " + name(object);
    }

    /** The elements of an array at a JSON pointer; none where there is no array. */
    public static List<JsonNode> elements(JsonNode node, String pointer) {
        return StreamSupport.stream(node.at(pointer).spliterator(), false).toList();
    }

    /** Whether labels satisfy a label selector: matchLabels, and matchExpressions with In. */
    public static boolean matches(JsonNode selector, JsonNode labels) {
        boolean alike = selector.path("matchLabels").properties().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
        List<JsonNode> expressions = new ArrayList<>(elements(selector, "/matchExpressions"));
        return alike
                && expressions.stream().allMatch(expression -> elements(expression, "/values")
                        .contains(labels.path(expression.path("key").asText())));
    }

    static String yaml(JsonNode node) {
        try {
            return YAML.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
