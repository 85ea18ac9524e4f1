package io.tailkeeper.contracts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes a message as JSON and its CloudEvents attributes as headers (binary mode of the Kafka protocol binding).
 *
 * <p>The source is {@code /tailkeeper/} and the client id of the producer.
 */
abstract class ContractSerializer<T> implements Serializer<T> {

    private final Topic<T> contract;
    private String source = "/tailkeeper";

    ContractSerializer(Topic<T> contract) {
        this.contract = contract;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        Object clientId = configuration.get("client.id");
        if (clientId != null) {
            source = "/tailkeeper/" + clientId;
        }
    }

    @Override
    public byte[] serialize(String topic, T message) {
        return message == null ? null : ContractJson.write(message);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, T message) {
        if (message != null) {
            header(headers, "ce_specversion", "1.0");
            header(headers, "ce_id", UUID.randomUUID().toString());
            header(headers, "ce_source", source);
            header(headers, "ce_type", contract.eventType());
            header(headers, "ce_time", Instant.now().toString());
            header(headers, "content-type", "application/json");
        }
        return serialize(topic, message);
    }

    private static void header(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
