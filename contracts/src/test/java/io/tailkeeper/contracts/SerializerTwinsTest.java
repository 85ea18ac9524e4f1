package io.tailkeeper.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message has a serializer and a deserializer that Kafka clients can make by name. */
class SerializerTwinsTest {

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    private static String deserializerName(Topic<?> topic) {
        return topic.message().getName() + "Deserializer";
    }

    private static Object make(String className) throws ReflectiveOperationException {
        return Class.forName(className).getConstructor().newInstance();
    }

    @SuppressWarnings("unchecked") // the twins of a topic carry its message
    private static Serializer<Object> serializer(Topic<?> topic) throws ReflectiveOperationException {
        return (Serializer<Object>) make(deserializerName(topic).replace("Deserializer", "Serializer"));
    }

    private static Deserializer<?> deserializer(Topic<?> topic) throws ReflectiveOperationException {
        return (Deserializer<?>) make(deserializerName(topic));
    }

    private static Object message(Topic<?> topic) {
        return ContractJson.read(topic, GoldenSamples.valid(topic, "full").body());
    }

    private static String text(Headers headers, String name) {
        assertThat(headers.headers(name)).as("one %s", name).hasSize(1);
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void readsWhatItsTwinWrote(Topic<?> topic) throws ReflectiveOperationException {
        Object message = message(topic);
        try (Serializer<Object> serializer = serializer(topic);
                Deserializer<?> deserializer = deserializer(topic)) {
            byte[] body = serializer.serialize(topic.name(), new RecordHeaders(), message);

            assertThat((Object) deserializer.deserialize(topic.name(), new RecordHeaders(), body))
                    .isEqualTo(message);
            assertThat(serializer.serialize(topic.name(), message)).isEqualTo(body);
        }
    }

    /** SmallRye's dead-letter queue finds the serializer by this replacement, for keys and for values. */
    @ParameterizedTest
    @MethodSource("topics")
    void theDeadLetterQueueFindsTheSerializerByName(Topic<?> topic) throws ReflectiveOperationException {
        assertThat(make(deserializerName(topic).replace("Deserializer", "Serializer")))
                .isInstanceOf(Serializer.class);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void writesTheCloudEventsAttributes(Topic<?> topic) throws ReflectiveOperationException {
        Headers headers = new RecordHeaders();
        try (Serializer<Object> serializer = serializer(topic)) {
            serializer.configure(Map.of("client.id", "trainer-1"), false);
            serializer.serialize(topic.name(), headers, message(topic));
        }

        assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(text(headers, "ce_type"))
                .isEqualTo(topic.eventType())
                .isEqualTo("io.tailkeeper." + GoldenSamples.event(topic) + ".v1");
        assertThat(text(headers, "ce_source")).isEqualTo("/tailkeeper/trainer-1");
        assertThat(UUID.fromString(text(headers, "ce_id")).version()).isEqualTo(4);
        assertThat(Duration.between(Instant.parse(text(headers, "ce_time")), Instant.now()))
                .isLessThan(Duration.ofSeconds(10));
        assertThat(text(headers, "content-type")).isEqualTo("application/json");
        assertThat(headers.toArray()).hasSize(6);
    }

    @Test
    void namesNoClientThatHasNoId() {
        Headers headers = new RecordHeaders();
        try (RunFinishedSerializer serializer = new RunFinishedSerializer()) {
            serializer.configure(Map.of(), false);
            serializer.serialize("any", headers, (RunFinished) message(Topics.RUNS_FINISHED));
        }
        assertThat(text(headers, "ce_source")).isEqualTo("/tailkeeper");
    }

    @Test
    void replacesTheHeadersOfARecordThatIsPassedOn() {
        Headers headers = new RecordHeaders();
        headers.add("ce_type", "another".getBytes(StandardCharsets.UTF_8));
        headers.add("traceparent", "00-1-2-00".getBytes(StandardCharsets.UTF_8));
        try (RunFinishedSerializer serializer = new RunFinishedSerializer()) {
            serializer.serialize("any", headers, (RunFinished) message(Topics.RUNS_FINISHED));
        }
        assertThat(text(headers, "ce_type")).isEqualTo("io.tailkeeper.run-finished.v1");
        assertThat(text(headers, "traceparent")).isEqualTo("00-1-2-00");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void passesTombstonesThrough(Topic<?> topic) throws ReflectiveOperationException {
        Headers headers = new RecordHeaders();
        try (Serializer<Object> serializer = serializer(topic);
                Deserializer<?> deserializer = deserializer(topic)) {
            assertThat(serializer.serialize(topic.name(), headers, null)).isNull();
            assertThat((Object) deserializer.deserialize(topic.name(), null)).isNull();
        }
        assertThat(headers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void refusesWhatIsNoMessage(Topic<?> topic) throws ReflectiveOperationException {
        byte[] body = "{\"surprise\": true}".getBytes(StandardCharsets.UTF_8);
        try (Deserializer<?> deserializer = deserializer(topic)) {
            assertThatThrownBy(() -> deserializer.deserialize(topic.name(), new RecordHeaders(), body))
                    .asInstanceOf(InstanceOfAssertFactories.type(RejectedMessageException.class))
                    .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                    .contains(topic.schema(), "required property");
        }
    }
}
