package io.tailkeeper.contracts.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON parser with limits that no message of the contract needs to reach.
 *
 * <p>A body is refused where it passes one, before the rest of it is read or kept. So the memory that a record takes has
 * a bound of its own, whatever stands in it.
 */
final class BoundedParser extends JsonParserDelegate {

    /** Deepest nesting; the deepest message has four levels. */
    static final int MAXIMUM_NESTING = 32;

    /** Most entries of an array: the documents of the largest batch. */
    static final int MAXIMUM_ENTRIES = 65_536;

    /** Most fields of an object; the widest one has 13. */
    static final int MAXIMUM_FIELDS = 256;

    /** Most values, names, brackets and braces: 20 for each document of the largest batch, which has 14 each. */
    static final int MAXIMUM_TOKENS = 20 * MAXIMUM_ENTRIES;

    /** Longest name of a field. */
    static final int LONGEST_NAME = 200;

    /** Most characters of a number. */
    static final int LONGEST_NUMBER = 1_000;

    private static final int DIGITS_OF_LARGEST_DOUBLE = 308;

    /** Makes the parsers that this class wraps. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_NESTING)
                    .maxTokenCount(MAXIMUM_TOKENS)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(ContractJson.MAXIMUM_BYTES)
                    .build())
            .build();

    private final String name;

    /** @param name of the message, for the reason of a refusal */
    BoundedParser(String name, JsonParser parser) {
        super(parser);
        this.name = name;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        JsonStreamContext place = getParsingContext();
        int most = place.inArray() ? MAXIMUM_ENTRIES : MAXIMUM_FIELDS;
        if (place.getEntryCount() > most) {
            throw refusal("has more than " + most + (place.inArray() ? " entries" : " fields"), place);
        }
        if (token != null && token.isNumeric() && isBeyondDouble(token)) {
            throw refusal("holds a number beyond the range of 64-bit floating point", place);
        }
        return token;
    }

    private boolean isBeyondDouble(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) { // asked for as a double, a whole number would lose its last digits
            return getTextLength() > DIGITS_OF_LARGEST_DOUBLE
                    && Double.isInfinite(getBigIntegerValue().doubleValue());
        }
        return Double.isInfinite(getDoubleValue());
    }

    private RejectedMessageException refusal(String fault, JsonStreamContext place) {
        return new RejectedMessageException(name + " " + fault + ": " + place.pathAsPointer());
    }
}
