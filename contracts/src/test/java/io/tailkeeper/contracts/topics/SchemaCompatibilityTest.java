package io.tailkeeper.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker finds what breaks a reader or a writer, and nothing else. */
class SchemaCompatibilityTest {

    private static final String RELEASED =
            """
            {"type": "object", "description": "A thing.", "required": ["id", "inner"],
             "properties": {
               "id": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 10, "description": "Its name."},
               "share": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
               "kind": {"enum": ["a", "b"]},
               "list": {"type": "array", "items": {"type": "integer", "maximum": 9}, "maxItems": 5},
               "times": {"type": "object", "additionalProperties": {"type": "number"}},
               "inner": {"type": "object", "required": ["x"], "properties": {"x": {"type": "integer"}}}}}
            """;

    private static List<String> breaks(String released, String current) {
        try {
            JsonMapper mapper = new JsonMapper();
            return SchemaCompatibility.breaks(
                    mapper.readTree(released),
                    UnaryOperator.identity(),
                    mapper.readTree(current),
                    UnaryOperator.identity());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String changed(String from, String to) {
        assertThat(RELEASED).as("the change applies").contains(from);
        return RELEASED.replace(from, to);
    }

    @Test
    void nothingChanged() {
        assertThat(breaks(RELEASED, RELEASED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kind': {'enum': ['a', 'b']}, 'later': {'type': 'string'}",
                "'kind': {'enum': ['a', 'b'], 'description': 'In other words.'}",
                "'kind': {'enum': ['b', 'a']}",
                "'kind': {'enum': ['a', 'b']}, 'later': {'type': 'object', 'required': ['y'], 'properties': {'y': {}}}"
            })
    void allows(String current) {
        assertThat(breaks(RELEASED, changed("\"kind\": {\"enum\": [\"a\", \"b\"]}", current.replace('\'', '"'))))
                .isEmpty();
    }

    @Test
    void allowsAnOptionalFieldInside() {
        String current = changed("{\"x\": {\"type\": \"integer\"}}", "{\"x\": {\"type\": \"integer\"}, \"y\": {}}");
        assertThat(breaks(RELEASED, current)).isEmpty();
        assertThat(breaks(current, RELEASED)).containsExactly("/inner/y: removed or renamed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "id": {                          | "name": {                        | /id: removed or renamed
                    "required": ["id", "inner"]      | "required": ["id","inner","kind"] | /kind: newly required
                    "required": ["id", "inner"]      | "required": ["id"]               | /inner: no longer required
                    "required": ["x"]                | "required": ["x", "y"]           | /inner/y: newly required
                    {"x": {"type": "integer"}}       | {}                               | /inner/x: removed or renamed
                    {"x": {"type": "integer"}}       | {"x": {"type": "number"}}        | /inner/x: type "integer" became "number"
                    ["number", "null"]               | "number"                         | /share: type ["number","null"] became "number"
                    "maximum": 1}                    | "maximum": 0.5}                  | /share: maximum 1 became 0.5
                    "maximum": 1}                    | "maximum": 2}                    | /share: maximum 1 became 2
                    "minimum": 0, "maximum": 1}      | "maximum": 1}                    | /share: minimum 0 became null
                    "minimum": 0,                    | "exclusiveMinimum": 0,           | /share: minimum 0 became null
                    ["a", "b"]                       | ["a"]                            | /kind: enum ["a","b"] became ["a"]
                    ["a", "b"]                       | ["a", "b", "c"]                  | /kind: enum ["a","b"] became ["a","b","c"]
                    "^[a-z]+$"                       | "^[a-z0-9]+$"                    | /id: pattern "^[a-z]+$" became "^[a-z0-9]+$"
                    "maxLength": 10                  | "maxLength": 9                   | /id: maxLength 10 became 9
                    "maxItems": 5                    | "maxItems": 5, "minItems": 1     | /list: minItems null became 1
                    "maximum": 9                     | "maximum": 8                     | /list/items: maximum 9 became 8
                    "additionalProperties": {"type": "number"} | "additionalProperties": {"type": "integer"} | /times/additionalProperties: type "number" became "integer"
                    "additionalProperties": {"type": "number"} | "maxProperties": 3     | /times: additionalProperties came or went
                    "type": "object", "description"  | "additionalProperties": false, "type": "object", "description" | : additionalProperties came or went
                    """)
    void findsTheBreak(String from, String to, String expected) {
        assertThat(breaks(RELEASED, changed(from, to))).contains(expected);
    }

    @Test
    void widenedNumbersThatAreTheSameDoNotCount() {
        assertThat(breaks(RELEASED, changed("\"maximum\": 1}", "\"maximum\": 1.0}")))
                .isEmpty();
    }

    @Test
    void followsReferencesOnBothSides() throws JsonProcessingException {
        JsonMapper mapper = new JsonMapper();
        JsonNode holder = mapper.readTree("{\"properties\": {\"inner\": {\"$ref\": \"inner.json\"}}}");
        JsonNode released = mapper.readTree("{\"properties\": {\"x\": {\"type\": \"integer\"}}}");
        JsonNode current = mapper.readTree("{\"properties\": {\"x\": {\"type\": \"string\"}}}");

        assertThat(SchemaCompatibility.breaks(
                        holder,
                        schema -> schema.has("$ref") ? released : schema,
                        holder,
                        schema -> schema.has("$ref") ? current : schema))
                .containsExactly("/inner/x: type \"integer\" became \"string\"");
    }
}
