package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code asyncapi.yaml} describes the topics, keys, headers and services as they are. */
class AsyncApiTest {

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    private static JsonNode message(Topic<?> topic) {
        JsonNode messages = AsyncApi.channel(topic.name()).get("messages");
        assertThat(messages).hasSize(1);
        return AsyncApi.follow(messages.get(topic.message().getSimpleName()));
    }

    private static Object key(Object message) {
        return switch (message) {
            case RunRequested run -> run.runId();
            case SamplingTask task -> task.taskId();
            case SampleCollected sample -> sample.sampleId();
            case CalibrationSample sample -> sample.generationKey();
            case KnowledgeItems items -> items.runId();
            case DetectorCalibrated detector -> detector.key();
            case SampleScored scored -> scored.sample().sampleId();
            case WeightedBatch batch -> batch.runId();
            case BatchesPublished published -> published.generationKey();
            case TrainingProgress progress -> progress.generationKey();
            case GenerationTrained trained -> trained.generationKey();
            case GenerationMeasured measured -> measured.generationKey();
            case CollapseAlert alert -> alert.key();
            case RunFinished finished -> finished.runId();
            default -> throw new AssertionError("no message of the contract: " + message);
        };
    }

    @Test
    void isAsyncApi3() {
        assertThat(AsyncApi.DOCUMENT.get("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(AsyncApi.DOCUMENT.at("/info/description").asText())
                .contains(
                        ContractJson.MAXIMUM_BYTES + " bytes",
                        BoundedParser.MAXIMUM_NESTING + " levels",
                        BoundedParser.MAXIMUM_ENTRIES + " entries",
                        BoundedParser.MAXIMUM_FIELDS + " fields",
                        BoundedParser.LONGEST_NAME + " characters of a name",
                        BoundedParser.LONGEST_NUMBER + "\ncharacters of a number",
                        BoundedParser.MAXIMUM_TOKENS + " tokens");
    }

    @Test
    void everyReferencePointsAtSomething() {
        List<String> references = new ArrayList<>();
        AsyncApi.DOCUMENT.findValuesAsText("$ref", references);
        assertThat(references).hasSizeGreaterThan(100).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(AsyncApi.DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Path.of(reference)).isRegularFile();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheMessage(Topic<?> topic) {
        JsonNode message = message(topic);
        assertThat(message.get("name").asText()).isEqualTo(topic.eventType());
        assertThat(message.get("title").asText()).isEqualTo(topic.message().getSimpleName());
        String payload = message.at("/payload/$ref").asText();
        assertThat(payload).isEqualTo("src/main/resources/" + topic.schema());
        assertThat(Files.isRegularFile(Path.of(payload))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheKeyThatSamplesHave(Topic<?> topic) {
        JsonNode key = AsyncApi.follow(message(topic).at("/bindings/kafka/key"));
        assertThat(key.get("title").asText()).isEqualTo(topic.key());
        assertThat(GoldenSamples.of(topic, "valid")).isNotEmpty().allSatisfy(golden -> assertThat(
                        key(ContractJson.read(topic, golden.body())).toString())
                .matches(key.get("pattern").asText()));
        assertThat("no key").doesNotMatch(key.get("pattern").asText());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheHeadersThatAreWritten(Topic<?> topic) {
        Headers written = new RecordHeaders();
        try (ContractSerializer<Object> serializer = new ContractSerializer<>()) {
            Object message =
                    ContractJson.read(topic, GoldenSamples.valid(topic, "full").body());
            assertThat(serializer.serialize(topic.name(), written, message)).isNotEmpty();
        }
        JsonNode described = AsyncApi.follow(message(topic).at("/traits/0")).get("headers");

        assertThat(AsyncApi.texts(described.get("required")))
                .containsExactlyElementsOf(
                        Stream.of(written.toArray()).map(Header::key).toList());
        assertThat(written).hasSize(6);
        for (Header header : written) {
            JsonNode schema = described.get("properties").get(header.key());
            String value = new String(header.value(), StandardCharsets.UTF_8);
            assertThat(value).isEqualTo(schema.path("const").asText(value));
            assertThat(value).matches(schema.path("pattern").asText(".*"));
        }
        assertThat(topic.eventType())
                .matches(described.at("/properties/ce_type/pattern").asText());
    }
}
