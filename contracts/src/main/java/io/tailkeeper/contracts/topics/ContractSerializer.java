package io.tailkeeper.contracts.topics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes any message of the contract as JSON and its CloudEvents attributes as headers (binary mode of the Kafka protocol
 * binding). The topic says which message it is.
 *
 * <p>The source is {@code /tailkeeper/} and the client id of the producer. Safe for use by several threads.
 */
public final class ContractSerializer<T> implements Serializer<T> {

    private volatile String source = "/tailkeeper";

    /** A serializer that a Kafka client configures. */
    public ContractSerializer() {}

    /** A serializer for those who make records by hand, under the client id that becomes their source. */
    public ContractSerializer(String clientId) {
        configure(Map.of("client.id", clientId), false);
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        Object clientId = configuration.get("client.id");
        if (clientId != null) {
            source = "/tailkeeper/" + clientId;
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T message) {
        return message == null ? null : ContractJson.write(message);
    }

    /** @throws IllegalArgumentException when the message is not what the contract says of the topic */
    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T message) {
        if (message != null) {
            header(headers, "ce_specversion", "1.0");
            header(headers, "ce_id", UUID.randomUUID().toString());
            header(headers, "ce_source", source);
            header(headers, "ce_type", contract(topic, message).eventType());
            header(headers, "ce_time", Instant.now().toString());
            header(headers, "content-type", "application/json");
        }
        return serialize(topic, message);
    }

    private static Topic<?> contract(String name, Object message) {
        Topic<?> topic = Topics.find(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " is no topic of the contract"));
        if (!topic.message().isInstance(message)) {
            throw new IllegalArgumentException(
                    name + " carries " + topic.message().getSimpleName() + ", not "
                            + message.getClass().getSimpleName());
        }
        return topic;
    }

    /** A message as a record of its topic: key, headers and body, ready to send. */
    public ProducerRecord<byte[], byte[]> toRecord(Topic<T> topic, T message) {
        Headers headers = new RecordHeaders();
        byte[] body = serialize(topic.name(), headers, message);
        byte[] key = topic.keyOf().apply(message).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic.name(), null, null, key, body, headers);
    }

    private static void header(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
