package io.tailkeeper.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is broken in whole manifests is told of: every rule can fail. */
class MutationTest {

    private static Manifests whole;

    @BeforeAll
    static void render() throws IOException, InterruptedException {
        whole = Kustomize.render(List.of(
                "network-policies",
                "autoscaling",
                "gpu",
                "monitoring",
                "experiment",
                "checkpoints-s3",
                "strimzi",
                "redis"));
    }

    static Stream<Arguments> mutations() throws IOException {
        try (InputStream list = MutationTest.class.getResourceAsStream("/mutations.yaml")) {
            return StreamSupport.stream(new YAMLMapper().readTree(list).spliterator(), false)
                    .map(row -> arguments(
                            row.get(0).asText(),
                            row.get(1).asText(),
                            row.get(2).asText(),
                            row.get(3),
                            row.get(4).asText()))
                    .toList()
                    .stream();
        }
    }

    private static void change(JsonNode object, String pointer, JsonNode value) {
        List<String> segments = Arrays.asList(pointer.substring(1).split("/"));
        JsonNode place = object;
        for (String segment : segments.subList(0, segments.size() - 1)) {
            place = step(place, segment);
        }
        put(place, segments.getLast(), value);
    }

    private static JsonNode step(JsonNode place, String segment) {
        return place instanceof ArrayNode array
                ? array.required(index(array, segment))
                : place.required(segment.replace("~1", "/"));
    }

    private static void put(JsonNode place, String segment, JsonNode value) {
        if (place instanceof ArrayNode array) {
            if (segment.equals("-")) {
                array.add(value);
            } else {
                array.remove(index(array, segment));
            }
        } else if (value.isNull()) {
            assertThat(((ObjectNode) place).remove(segment.replace("~1", "/"))).isNotNull();
        } else {
            ((ObjectNode) place).set(segment.replace("~1", "/"), value);
        }
    }

    private static int index(ArrayNode array, String segment) {
        if (!segment.startsWith("[")) {
            return Integer.parseInt(segment);
        }
        String name = segment.substring(1, segment.length() - 1);
        return IntStream.range(0, array.size())
                .filter(index -> array.get(index).path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void unbrokenTheyAreWhole() {
        assertThat(whole.objects()).hasSizeGreaterThan(60);
        assertThat(ManifestsTest.faults(whole)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void isToldOf(String what, String object, String pointer, JsonNode value, String told) {
        Manifests broken = whole.copy();
        change(
                broken.objects().stream()
                        .filter(found -> Manifests.title(found).equals(object))
                        .findFirst()
                        .orElseThrow(),
                pointer,
                value);

        assertThat(ManifestsTest.faults(broken)).as(what).isNotEmpty().anyMatch(fault -> fault.contains(told));
    }
}
