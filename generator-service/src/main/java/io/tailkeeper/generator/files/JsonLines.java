package io.tailkeeper.generator.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.generator.CorpusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One JSON object a line, UTF-8; the text stands in one field. Null and blank texts are passed over. */
final class JsonLines {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonLines() {}

    static void read(Path file, String textColumn, Consumer<String> texts) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    text(file + ", line " + number, line, textColumn, texts);
                }
            }
        }
    }

    private static void text(String place, String line, String textColumn, Consumer<String> texts) {
        JsonNode row;
        try {
            row = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new CorpusException(
                    "Corpus file " + place + " is not JSON (" + e.getOriginalMessage() + "); mend or remove the line.",
                    e);
        }
        JsonNode text = row.get(textColumn);
        if (text == null) {
            throw new CorpusException("Corpus file " + place + " has no field \"" + textColumn + "\" but "
                    + String.join(
                            ", ",
                            row.properties().stream()
                                    .map(field -> '"' + field.getKey() + '"')
                                    .toList())
                    + "; name the field of the text in corpus.text-column.");
        }
        if (!text.isNull() && !text.isTextual()) {
            throw new CorpusException("Corpus file " + place + ": field \"" + textColumn
                    + "\" is no text; name the field of the text in corpus.text-column.");
        }
        if (text.isTextual()) {
            texts.accept(text.textValue());
        }
    }
}
