package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.DetectorCalibrated;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One serializer and one deserializer write and read every message; the topic says which it is. */
class ContractSerializerTest {

    private final ContractSerializer<Object> serializer = new ContractSerializer<>();
    private final ContractDeserializer<Object> deserializer = new ContractDeserializer<>();

    static List<Topic<?>> topics() {
        return Topics.ALL;
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
    void whatWasWrittenIsRead(Topic<?> topic) {
        Object message = message(topic);

        byte[] body = serializer.serialize(topic.name(), new RecordHeaders(), message);
        Received<Object> received = deserializer.deserialize(topic.name(), new RecordHeaders(), body);

        assertThat(received.orRefuse()).isEqualTo(message);
        assertThat(received.body()).isSameAs(body);
        assertThat(received.tombstone()).isFalse();
        assertThat(serializer.serialize(topic.name(), message)).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theCloudEventsAttributesAreWritten(Topic<?> topic) {
        Headers headers = new RecordHeaders();
        serializer.configure(Map.of("client.id", "trainer-1"), false);

        byte[] body = serializer.serialize(topic.name(), headers, message(topic));

        assertThat(body).isNotEmpty();
        assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(text(headers, "ce_type"))
                .isEqualTo(topic.eventType())
                .isEqualTo("io.tailkeeper." + GoldenSamples.event(topic) + ".v1");
        assertThat(text(headers, "ce_source")).isEqualTo("/tailkeeper/trainer-1");
        assertThat(UUID.fromString(text(headers, "ce_id")).version()).isEqualTo(4);
        assertThat(Duration.between(Instant.parse(text(headers, "ce_time")), Instant.now()))
                .isLessThan(Duration.ofMinutes(5));
        assertThat(text(headers, "content-type")).isEqualTo("application/json");
        assertThat(headers.toArray()).hasSize(6);
    }

    @Test
    void aRecordHasTheKeyOfTheContract() {
        DetectorCalibrated message = (DetectorCalibrated) message(Topics.DETECTORS_CALIBRATED);

        ProducerRecord<byte[], byte[]> sent =
                new ContractSerializer<DetectorCalibrated>("me").toRecord(Topics.DETECTORS_CALIBRATED, message);

        assertThat(sent.topic()).isEqualTo("detectors.calibrated.v1");
        assertThat(sent.key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(message.generationKey() + ":" + message.detectorId());
        assertThat(text(sent.headers(), "ce_source")).isEqualTo("/tailkeeper/me");
        assertThat(ContractJson.read(Topics.DETECTORS_CALIBRATED, sent.value())).isEqualTo(message);
    }

    @Test
    void aClientWithoutAnIdIsNotNamed() {
        Headers headers = new RecordHeaders();
        serializer.configure(Map.of(), false);

        assertThat(serializer.serialize("runs.finished.v1", headers, message(Topics.RUNS_FINISHED)))
                .isNotEmpty();
        assertThat(text(headers, "ce_source")).isEqualTo("/tailkeeper");
    }

    @Test
    void theHeadersOfARecordThatIsPassedOnAreReplaced() {
        Headers headers = new RecordHeaders();
        headers.add("ce_type", "another".getBytes(StandardCharsets.UTF_8));
        headers.add("traceparent", "00-1-2-00".getBytes(StandardCharsets.UTF_8));

        assertThat(serializer.serialize("runs.finished.v1", headers, message(Topics.RUNS_FINISHED)))
                .isNotEmpty();
        assertThat(text(headers, "ce_type")).isEqualTo("io.tailkeeper.run-finished.v1");
        assertThat(text(headers, "traceparent")).isEqualTo("00-1-2-00");
    }

    @Test
    void aMessageOnTheWrongTopicIsNotWritten() {
        Object finished = message(Topics.RUNS_FINISHED);

        assertThatThrownBy(() -> serializer.serialize("runs.requested.v1", new RecordHeaders(), finished))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("runs.requested.v1 carries RunRequested, not RunFinished");
        assertThatThrownBy(() -> serializer.serialize("else", new RecordHeaders(), finished))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("else is no topic of the contract");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void tombstonesPassThrough(Topic<?> topic) {
        Headers headers = new RecordHeaders();

        assertThat(serializer.serialize(topic.name(), headers, null)).isNull();
        Received<Object> received = deserializer.deserialize(topic.name(), null);

        assertThat(received.tombstone()).isTrue();
        assertThatThrownBy(received::orRefuse)
                .isInstanceOf(RejectedMessageException.class)
                .hasMessageContaining("no body");
        assertThat(headers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatIsNoMessageComesOutRefusedWithItsBytes(Topic<?> topic) {
        byte[] body = "{\"surprise\": true}".getBytes(StandardCharsets.UTF_8);

        Received<Object> received = deserializer.deserialize(topic.name(), new RecordHeaders(), body);

        assertThat(received.body()).isSameAs(body);
        assertThat(received.message()).isNull();
        assertThat(received.refusal()).hasMessageContaining(topic.schema()).hasMessageContaining("required property");
        assertThatThrownBy(received::orRefuse).isSameAs(received.refusal());
    }

    @Test
    void aTopicOutsideTheContractIsRefused() {
        assertThat(deserializer.deserialize("else", new byte[] {1}).refusal())
                .hasMessage("else is no topic of the contract");
    }
}
