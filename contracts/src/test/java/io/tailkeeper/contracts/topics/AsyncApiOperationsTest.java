package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code asyncapi.yaml} says of every message who sends and who receives it. */
class AsyncApiOperationsTest {

    private static JsonNode document;

    @BeforeAll
    static void load() throws IOException {
        document = new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
    }

    @Test
    void sendersAndReceiversAreThoseOfThePlan() {
        assertThat(senders())
                .containsOnly(
                        entry("RunRequested", Set.of("tailkeeper", "metrics")),
                        entry("SamplingTask", Set.of("generator")),
                        entry("SampleCollected", Set.of("generator", "outside")),
                        entry("CalibrationSample", Set.of("generator")),
                        entry("KnowledgeItems", Set.of("generator")),
                        entry("DetectorCalibrated", Set.of("detector")),
                        entry("SampleScored", Set.of("detector")),
                        entry("WeightedBatch", Set.of("trainer")),
                        entry("BatchesPublished", Set.of("trainer")),
                        entry("TrainingProgress", Set.of("trainer")),
                        entry("GenerationTrained", Set.of("trainer")),
                        entry("GenerationMeasured", Set.of("metrics")),
                        entry("CollapseAlert", Set.of("metrics")),
                        entry("RunFinished", Set.of("generator", "detector", "trainer", "metrics")),
                        entry("DeadLetter", Set.of("generator", "detector", "trainer", "metrics")));
        assertThat(services("receive").keySet()).isEqualTo(services("send").keySet());
    }

    private static Map<String, Set<String>> senders() {
        return services("send");
    }

    /** The services by message, for one direction; every operation's name, channel and messages are checked on the way. */
    private static Map<String, Set<String>> services(String action) {
        Map<String, Set<String>> services = new HashMap<>();
        document.get("operations").properties().forEach(operation -> {
            JsonNode value = operation.getValue();
            String service = value.at("/tags/0/name").asText();
            String reference = value.at("/messages/0/$ref").asText();
            String message = reference.substring(reference.lastIndexOf('/') + 1);
            assertThat(document.at("/info/tags").findValuesAsText("name")).contains(service);
            assertThat(reference).startsWith(value.at("/channel/$ref").asText() + "/messages/");
            assertThat(operation.getKey())
                    .isEqualTo(
                            service + (value.get("action").asText().equals("send") ? "Sends" : "Receives") + message);
            if (value.get("action").asText().equals(action)) {
                services.computeIfAbsent(message, any -> new TreeSet<>()).add(service);
            }
        });
        return services;
    }
}
