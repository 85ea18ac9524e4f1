package io.tailkeeper.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tailkeeper.contracts.GenerationKey;
import java.io.IOException;
import java.util.Optional;

/** What can be told of a collected sample that the contract refuses: which generation it names, and an id. */
public record NamedSample(GenerationKey generation, String id) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The sample a body names; {@code place} stands in for a missing id. Takes no more memory than a name does. */
    public static Optional<NamedSample> find(byte[] body, String place) {
        String runId = null;
        Integer generation = null;
        String id = place;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && field.equals("runId")) {
                    runId = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && field.equals("sampleId")) {
                    id = parser.getText();
                } else if (value == JsonToken.VALUE_NUMBER_INT && field.equals("generation")) {
                    generation = parser.getIntValue();
                }
                parser.skipChildren();
            }
            return runId == null || generation == null
                    ? Optional.empty()
                    : Optional.of(new NamedSample(new GenerationKey(runId, generation), id));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
