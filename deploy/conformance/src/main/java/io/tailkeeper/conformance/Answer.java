package io.tailkeeper.conformance;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.contracts.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of {@code samples.scored.v1} about a sample of the kit.
 *
 * @param message the record
 * @param tree its body as far as it is JSON at all
 * @param scored the message; empty when the contract refuses it
 * @param fault why the contract refuses it; empty when it does not
 */
record Answer(ConsumerRecord<byte[], byte[]> message, JsonNode tree, Optional<SampleScored> scored, String fault) {

    /** More than JSON allows, so that a wrong answer still tells whose it is. */
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    static Answer of(ConsumerRecord<byte[], byte[]> message) {
        byte[] body = message.value() == null ? new byte[0] : message.value();
        try {
            SampleScored scored = ContractJson.read(Topics.SAMPLES_SCORED, body);
            return new Answer(message, tree(body), Optional.of(scored), "");
        } catch (RejectedMessageException e) {
            return new Answer(message, tree(body), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = LENIENT.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Who answered; empty when the record does not tell. */
    String detectorId() {
        return tree.path("detectorId").asText("");
    }

    /** What was answered: the sample's id, or the key where the body does not tell. */
    String sampleId() {
        String id = tree.path("sample").path("sampleId").asText("");
        return id.isEmpty() && message.key() != null ? new String(message.key(), StandardCharsets.UTF_8) : id;
    }

    /** Where it lies, and under which key. */
    String place() {
        return Place.of(message) + " (" + Place.key(message) + ")";
    }
}
