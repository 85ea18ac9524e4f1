package io.tailkeeper.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code asyncapi.yaml} describes the topics, keys, headers and services as they are. */
class AsyncApiTest {

    private static final JsonNode DOCUMENT = load();

    private static JsonNode load() {
        try {
            return new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    /** What a reference within the document points at. */
    private static JsonNode follow(JsonNode node) {
        JsonNode found = node;
        while (found.path("$ref").asText().startsWith("#")) {
            found = DOCUMENT.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    private static JsonNode channel(String address) {
        return DOCUMENT.get("channels")
                .valueStream()
                .filter(channel -> channel.get("address").asText().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no channel with address " + address));
    }

    private static JsonNode message(Topic<?> topic) {
        JsonNode messages = channel(topic.name()).get("messages");
        assertThat(messages).hasSize(1);
        return follow(messages.get(topic.message().getSimpleName()));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static Object key(Object message) {
        return switch (message) {
            case RunRequested run -> run.runId();
            case SamplingTask task -> task.taskId();
            case SampleCollected sample -> sample.sampleId();
            case CalibrationSample sample -> sample.generationKey();
            case DetectorCalibrated detector -> detector.key();
            case SampleScored scored -> scored.sample().sampleId();
            case WeightedBatch batch -> batch.runId();
            case TrainingProgress progress -> progress.generationKey();
            case GenerationTrained trained -> trained.generationKey();
            case GenerationMeasured measured -> measured.generationKey();
            case RunFinished finished -> finished.runId();
            default -> throw new AssertionError("no message of the contract: " + message);
        };
    }

    @Test
    void isAsyncApi3() {
        assertThat(DOCUMENT.get("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(DOCUMENT.at("/info/description").asText()).contains(ContractJson.MAXIMUM_BYTES + " bytes");
    }

    @Test
    void everyReferencePointsAtSomething() {
        List<String> references = new ArrayList<>();
        DOCUMENT.findValuesAsText("$ref", references);
        assertThat(references).hasSizeGreaterThan(100).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Path.of(reference)).isRegularFile();
            }
        });
    }

    @Test
    void describesEveryTopicAndNoOther() {
        List<String> expected =
                new ArrayList<>(Topics.ALL.stream().map(Topic::name).toList());
        expected.add("{topic}.{service}.dlq");
        assertThat(DOCUMENT.get("channels").valueStream().map(channel -> channel.get("address")
                        .asText()))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheTopicAsItIsMade(Topic<?> topic) {
        JsonNode binding = channel(topic.name()).at("/bindings/kafka");
        assertThat(binding.get("topic").asText()).isEqualTo(topic.name());
        assertThat(binding.get("partitions").asInt()).isEqualTo(topic.ordered() ? 1 : 3);
        assertThat(texts(binding.at("/topicConfiguration/cleanup.policy")))
                .containsExactly(topic.compacted() ? "compact" : "delete");
        assertThat(binding.at("/topicConfiguration/max.message.bytes").asInt())
                .as("room for the body, the key and the headers")
                .isGreaterThan(ContractJson.MAXIMUM_BYTES + 64 * 1024);
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
        JsonNode key = follow(message(topic).at("/bindings/kafka/key"));
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
        JsonNode described = follow(message(topic).at("/traits/0")).get("headers");

        assertThat(texts(described.get("required")))
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

    @Test
    void describesDeadLetters() {
        JsonNode channel = channel("{topic}.{service}.dlq");
        assertThat(texts(channel.at("/parameters/topic/enum")))
                .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
        assertThat(channel.get("address")
                        .asText()
                        .replace("{topic}", "runs.finished.v1")
                        .replace("{service}", "metrics"))
                .isEqualTo(Topics.RUNS_FINISHED.deadLetter("metrics"));

        Headers written = DeadLetter.of(
                        new ConsumerRecord<>("runs.finished.v1", 0, 0, new byte[0], new byte[0]),
                        "metrics",
                        new RejectedMessageException("no"))
                .headers();
        assertThat(texts(DOCUMENT.at("/components/messages/DeadLetter/headers/required")))
                .containsExactlyElementsOf(
                        Stream.of(written.toArray()).map(Header::key).toList());
    }
}
