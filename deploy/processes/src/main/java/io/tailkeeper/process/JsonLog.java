package io.tailkeeper.process;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Collectors;

/** A log whose lines are JSON objects, as a service writes it that is told to. */
final class JsonLog {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonLog() {}

    /** The same for a person: time, level and message, and the stack trace below. What is no such object stays as it is. */
    static String plain(String text) {
        return text.lines().map(JsonLog::plainLine).collect(Collectors.joining("\n", "", text.isEmpty() ? "" : "\n"));
    }

    private static String plainLine(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try {
            JsonNode entry = MAPPER.readTree(line);
            String trace = entry.path("stackTrace").asText();
            return entry.has("message")
                    ? entry.path("timestamp").asText() + " "
                            + entry.path("level").asText() + " "
                            + entry.path("message").asText() + (trace.isEmpty() ? "" : "\n" + trace.strip())
                    : line;
        } catch (JacksonException e) {
            return line;
        }
    }
}
