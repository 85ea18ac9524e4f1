package io.tailkeeper.texts.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.contracts.json.JsonFault;
import io.tailkeeper.texts.Row;
import io.tailkeeper.texts.TextException;
import io.tailkeeper.texts.TextFile;
import io.tailkeeper.texts.compression.Unpacked;
import io.tailkeeper.texts.lines.Lines;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of JSON files: every object is a row, however many stand on a line. */
public final class JsonRows {

    /** Bytes of a line or a value that are held in memory at most. */
    static final int LONGEST = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonRows() {}

    /**
     * One object a line, or several. Blank lines are passed over.
     *
     * @return that some lines hold several, where they do; the file's name stands in front
     * @throws TextException when a line is not JSON, or no object
     */
    public static Optional<String> readLines(TextFile file, Consumer<Row> rows) throws IOException {
        long joined = 0;
        try (Lines lines = new Lines(file, LONGEST)) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                String place = file + ", line " + line.number();
                if (!line.whole()) {
                    throw tooLarge(place);
                }
                joined += line.text().isBlank() || readLine(place, line.text(), rows) <= 1 ? 0 : 1;
            }
        }
        return joined == 0
                ? Optional.empty()
                : Optional.of("has " + joined + (joined == 1 ? " line" : " lines")
                        + " of several objects: all of them are read");
    }

    private static int readLine(String place, String line, Consumer<Row> rows) throws IOException {
        int objects = 0;
        try (JsonParser parser = MAPPER.createParser(line)) {
            for (Optional<Row> row = next(parser, place); row.isPresent(); row = next(parser, place)) {
                rows.accept(row.get());
                objects++;
            }
        }
        return objects;
    }

    private static Optional<Row> next(JsonParser parser, String place) throws IOException {
        try {
            return parser.nextToken() == null ? Optional.empty() : Optional.of(row(parser, place));
        } catch (JsonProcessingException e) {
            throw notJson(place, e);
        }
    }

    /**
     * Objects one after another, and arrays of objects.
     *
     * @throws TextException when the file is not JSON, or holds something else
     */
    public static void readStream(TextFile file, Consumer<Row> rows) throws IOException {
        try (LimitedStream in = new LimitedStream(Unpacked.open(file), LONGEST);
                JsonParser parser = MAPPER.createParser(in)) {
            boolean inArray = false;
            for (JsonToken token = next(parser, file); token != null; token = next(parser, file)) {
                in.begin();
                boolean border = inArray ? token == JsonToken.END_ARRAY : token == JsonToken.START_ARRAY;
                if (border) {
                    inArray = !inArray;
                } else {
                    rows.accept(streamedRow(parser, file));
                }
            }
        }
    }

    private static JsonToken next(JsonParser parser, TextFile file) throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw notJson(place(parser, file, e), e);
        } catch (CharConversionException e) {
            throw new TextException(place(parser, file, null) + " is not valid UTF-8; save the file as UTF-8", e);
        } catch (LimitedStream.LimitException e) {
            throw tooLarge(place(parser, file, null));
        }
    }

    private static Row streamedRow(JsonParser parser, TextFile file) throws IOException {
        String place = place(parser, file, null);
        try {
            return row(parser, place);
        } catch (JsonProcessingException e) {
            throw notJson(place(parser, file, e), e);
        } catch (CharConversionException e) {
            throw new TextException(place + " is not valid UTF-8; save the file as UTF-8", e);
        } catch (LimitedStream.LimitException e) {
            throw tooLarge(place);
        }
    }

    private static Row row(JsonParser parser, String place) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new TextException(
                    place + " holds something else than an object; give objects: {\"text\": \"\u2026\"}");
        }
        JsonNode object = MAPPER.readTree(parser);
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return new Row(place, values);
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        return value.isNull() ? null : value;
    }

    private static String place(JsonParser parser, TextFile file, @Nullable JsonProcessingException e) {
        JsonLocation told = e == null ? null : e.getLocation();
        return file + ", line " + (told == null ? parser.currentLocation() : told).getLineNr();
    }

    private static TextException notJson(String place, JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return new TextException(
                    place + " holds a value beyond the limits of this program (" + JsonFault.reason(e)
                            + "); cut it into several",
                    e);
        }
        return new TextException(place + " is not JSON (" + JsonFault.reason(e) + "); mend or remove it", e);
    }

    private static TextException tooLarge(String place) {
        return new TextException(
                place + " holds a value of more than " + (LONGEST >> 20) + " MiB; cut it into several");
    }
}
