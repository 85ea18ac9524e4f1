package io.tailkeeper.metrics.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailkeeper.contracts.GenerationKey;
import java.io.IOException;
import java.util.Optional;

/** What can be told of a collected sample that the contract refuses: which generation it names, and an id. */
record NamedSample(GenerationKey generation, String id) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The sample a body names; {@code place} stands in for a missing id. */
    static Optional<NamedSample> find(byte[] body, String place) {
        try {
            JsonNode tree = MAPPER.readTree(body);
            JsonNode runId = tree.path("runId");
            JsonNode generation = tree.path("generation");
            JsonNode id = tree.path("sampleId");
            return runId.isTextual() && generation.canConvertToInt() && generation.isIntegralNumber()
                    ? Optional.of(new NamedSample(
                            new GenerationKey(runId.textValue(), generation.intValue()),
                            id.isTextual() ? id.textValue() : place))
                    : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }
}
