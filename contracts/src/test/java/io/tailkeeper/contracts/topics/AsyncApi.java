package io.tailkeeper.contracts.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** {@code asyncapi.yaml} as a tree. */
final class AsyncApi {

    static final JsonNode DOCUMENT = load();

    private AsyncApi() {}

    private static JsonNode load() {
        try {
            return new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a reference within the document points at. */
    static JsonNode follow(JsonNode node) {
        JsonNode found = node;
        while (found.path("$ref").asText().startsWith("#")) {
            found = DOCUMENT.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    static JsonNode channel(String address) {
        return DOCUMENT.get("channels")
                .valueStream()
                .filter(channel -> channel.get("address").asText().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no channel with address " + address));
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
