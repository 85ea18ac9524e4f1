package io.tailkeeper.texts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row of a file: named values.
 *
 * @param place file and line or row, for messages
 * @param values in their order: a {@link String} for text, null for none, anything else as the file's kind has it
 */
public record Row(String place, Map<String, Object> values) {

    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values)); // Map.copyOf refuses null
    }

    /**
     * The text of a column; empty where it is null.
     *
     * @throws TextException when there is no such column, or its value is no text
     */
    public Optional<String> text(String column) {
        if (!values.containsKey(column)) {
            throw new TextException(place + " has no field \"" + column + "\" but "
                    + values.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
                    + "; name the field of the text in corpus.text-column");
        }
        Object value = values.get(column);
        if (value != null && !(value instanceof String)) {
            throw new TextException(
                    place + ": field \"" + column + "\" is no text; name the field of the text in corpus.text-column");
        }
        return Optional.ofNullable((String) value);
    }
}
