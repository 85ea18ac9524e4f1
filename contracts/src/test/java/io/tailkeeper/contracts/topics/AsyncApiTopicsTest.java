package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code asyncapi.yaml} and RETENTION.md describe the topics as they are made, dead-letter topics included. */
class AsyncApiTopicsTest {

    private static final String RETENTION = read("RETENTION.md");

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    @Test
    void describesEveryTopicAndNoOther() {
        List<String> expected =
                new ArrayList<>(Topics.ALL.stream().map(Topic::name).toList());
        expected.add("{topic}.{service}.dlq");
        assertThat(AsyncApi.DOCUMENT.get("channels").valueStream().map(channel -> channel.get("address")
                        .asText()))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesTheTopicAsItIsMade(Topic<?> topic) {
        JsonNode binding = AsyncApi.channel(topic.name()).at("/bindings/kafka");
        assertThat(binding.get("topic").asText()).isEqualTo(topic.name());
        assertTopicAsMade(wanted(topic.name()), binding);
    }

    private static WantedTopic wanted(String name) {
        return WantedTopic.all(TopicSettings.DEFAULT).stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no topic is made with name " + name));
    }

    private static void assertTopicAsMade(WantedTopic made, JsonNode binding) {
        assertThat(binding.get("partitions").asInt()).isEqualTo(made.partitions());
        Map<String, String> described = new TreeMap<>();
        binding.get("topicConfiguration")
                .propertyStream()
                .forEach(setting -> described.put(
                        setting.getKey(),
                        setting.getValue().isArray()
                                ? String.join(",", AsyncApi.texts(setting.getValue()))
                                : setting.getValue().asText()));
        assertThat(described).isEqualTo(new TreeMap<>(made.configuration()));
    }

    @Test
    void aTopicHasRoomForBodyKeyAndHeaders() {
        assertThat(Topic.MAXIMUM_RECORD_BYTES).isGreaterThan(ContractJson.MAXIMUM_BYTES + 64 * 1024);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void describesHowLongTheTopicIsKept(Topic<?> topic) {
        assertRetention(topic.retention(), AsyncApi.channel(topic.name()), topic.name());
        assertThat(topic.compacted())
                .isEqualTo(topic.retention().until() == Retention.Until.RUN_FORGOTTEN
                        || !topic.retention().needed());
    }

    private static void assertRetention(Retention retention, JsonNode channel, String name) {
        assertThat(channel.at("/x-retention/keep").asText())
                .isEqualTo(retention.until().toString());
        assertThat(channel.at("/x-retention/otherwise").asText()).isEqualTo(retention.loss());
        assertThat(RETENTION).contains("| `" + name + "` | ").contains(" | " + retention.loss() + " |");
    }

    @Test
    void describesDeadLetters() {
        JsonNode channel = AsyncApi.channel("{topic}.{service}.dlq");
        assertThat(AsyncApi.texts(channel.at("/parameters/topic/enum")))
                .containsExactlyElementsOf(Topics.ALL.stream().map(Topic::name).toList());
        assertThat(channel.get("address")
                        .asText()
                        .replace("{topic}", "runs.finished.v1")
                        .replace("{service}", "metrics"))
                .isEqualTo(Topics.RUNS_FINISHED.deadLetter("metrics"));
        assertTopicAsMade(wanted("runs.finished.v1.metrics.dlq"), channel.at("/bindings/kafka"));
        assertRetention(Retention.OF_DEAD_LETTERS, channel, "….dlq");

        Headers written = DeadLetter.of(
                        new ConsumerRecord<>("runs.finished.v1", 0, 0, new byte[0], new byte[0]),
                        "metrics",
                        new RejectedMessageException("no"))
                .headers();
        assertThat(AsyncApi.texts(AsyncApi.DOCUMENT.at("/components/messages/DeadLetter/headers/required")))
                .containsExactlyElementsOf(
                        Stream.of(written.toArray()).map(Header::key).toList());
    }

    @Test
    void describesTheHeadersOfACutDeadLetter() {
        Headers original = new RecordHeaders().add("large", new byte[1024 * 1024]);
        byte[] large = new byte[Topic.MAXIMUM_RECORD_BYTES];
        Headers written = DeadLetter.of(
                        new DeadLetter.Refused("runs.finished.v1", 0, 0, large, large, original),
                        "metrics",
                        new RejectedMessageException("no"))
                .headers();
        JsonNode described = AsyncApi.DOCUMENT.at("/components/messages/DeadLetter/headers/properties");
        assertThat(Stream.of(written.toArray()).map(Header::key))
                .containsExactlyInAnyOrderElementsOf(
                        described.propertyStream().map(Map.Entry::getKey).toList());
        for (Header header : written) {
            JsonNode schema = described.get(header.key());
            String value = new String(header.value(), StandardCharsets.UTF_8);
            assertThat(value).isEqualTo(schema.path("const").asText(value));
            assertThat(value).matches(schema.path("pattern").asText(".*"));
        }
    }
}
