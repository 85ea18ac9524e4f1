package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schema refuses its record refuses too, so that nobody can write what nobody would read. */
class ValueRangeTest {

    private static final BigDecimal STEP = new BigDecimal("0.0001");
    private static final JsonMapper RECORDS_ALONE = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    static List<Topic<?>> topics() {
        return Topics.ALL;
    }

    @ParameterizedTest
    @MethodSource("topics")
    void refuseTheSameValues(Topic<?> topic) throws IOException {
        List<String> refused = new ArrayList<>();
        for (Schemas.Property property : Schemas.properties(topic)) {
            for (JsonNode value : outside(property.schema())) {
                ObjectNode message = (ObjectNode) RECORDS_ALONE.readTree(
                        GoldenSamples.valid(topic, "full").body());
                put(message, property.path(), value);
                assertThatThrownBy(() -> ContractJson.read(topic, RECORDS_ALONE.writeValueAsBytes(message)))
                        .as("schema: %s = %s", property.path(), value)
                        .isInstanceOf(RejectedMessageException.class)
                        .hasMessageContaining("does not follow")
                        .hasMessageContaining(property.name());
                assertThatThrownBy(() -> RECORDS_ALONE.treeToValue(message, topic.message()))
                        .as("record: %s = %s", property.path(), value)
                        .message()
                        .satisfies(reason -> assertThat(flat(reason)).contains(flat(property.name())));
                refused.add(property.name());
            }
        }
        assertThat(refused).isNotEmpty();
    }

    /** Values just outside what a schema allows. */
    private static List<JsonNode> outside(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        boolean whole = schema.path("type").asText().equals("integer")
                || schema.path("type").path(0).asText().equals("integer");
        BigDecimal step = whole ? BigDecimal.ONE : STEP;
        if (schema.has("minimum")) {
            values.add(DecimalNode.valueOf(schema.get("minimum").decimalValue().subtract(step)));
        }
        if (schema.has("maximum")) {
            values.add(DecimalNode.valueOf(schema.get("maximum").decimalValue().add(step)));
        }
        if (schema.has("exclusiveMinimum")) {
            values.add(DecimalNode.valueOf(schema.get("exclusiveMinimum").decimalValue()));
        }
        if (schema.has("minLength")) {
            values.add(TextNode.valueOf(""));
        }
        if (schema.has("maxLength")) {
            values.add(TextNode.valueOf("a".repeat(schema.get("maxLength").asInt() + 1)));
        }
        if (schema.has("pattern")) {
            values.add(TextNode.valueOf("#"));
        }
        if (schema.has("enum")) {
            values.add(TextNode.valueOf("something-else"));
        }
        return values;
    }

    /** Settings are named with dashes, fields in camel case: compared without either. */
    private static String flat(String text) {
        return text.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode message, List<String> path, JsonNode value) {
        JsonNode parent = message;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = parent instanceof ArrayNode elements ? elements.get(0) : parent.get(step);
        }
        ((ObjectNode) parent).set(path.getLast(), value);
    }
}
