package io.tailkeeper.languagemodel.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailkeeper.languagemodel.ForeignText;
import java.util.Map;

/**
 * What the header of a safetensors file says of a tensor.
 *
 * @param type of its numbers, by safetensors' names
 * @param shape sizes of its dimensions; none of a single number
 * @param from where its bytes begin, counted from the end of the header
 * @param to where they end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TensorEntry(String type, long[] shape, long from, long to) {

    /** Bits of a number of each type that safetensors knows. */
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("BOOL", 8),
            Map.entry("F4", 4),
            Map.entry("F6_E2M3", 6),
            Map.entry("F6_E3M2", 6),
            Map.entry("U8", 8),
            Map.entry("I8", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E8M0", 8),
            Map.entry("I16", 16),
            Map.entry("U16", 16),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("I32", 32),
            Map.entry("U32", 32),
            Map.entry("F32", 32),
            Map.entry("C64", 64),
            Map.entry("F64", 64),
            Map.entry("I64", 64),
            Map.entry("U64", 64));

    /** @throws IllegalArgumentException when the entry contradicts itself; the message says how */
    static TensorEntry of(JsonNode json) {
        String type = json.path("dtype").asText();
        Integer bits = BITS.get(type);
        if (bits == null) {
            throw new IllegalArgumentException(
                    "has the dtype " + shown(json.path("dtype")) + ", which no reader knows");
        }
        JsonNode dimensions = json.path("shape");
        JsonNode offsets = json.path("data_offsets");
        if (!dimensions.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new IllegalArgumentException("lacks a shape or a pair of data_offsets");
        }
        long[] shape = new long[dimensions.size()];
        long numbers = 1;
        try {
            for (int i = 0; i < shape.length; i++) {
                shape[i] = whole(dimensions.path(i), "shape");
                numbers = Math.multiplyExact(numbers, shape[i]);
            }
            numbers = Math.multiplyExact(numbers, bits);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has the shape " + shown(dimensions) + ", more than a file can hold", e);
        }
        long from = whole(offsets.path(0), "data_offsets");
        long to = whole(offsets.path(1), "data_offsets");
        if (to < from || numbers % Byte.SIZE != 0 || to - from != numbers / Byte.SIZE) {
            throw new IllegalArgumentException("of shape " + shown(dimensions) + " and dtype " + type + " takes "
                    + numbers / Byte.SIZE + " bytes, but its data_offsets are " + shown(offsets));
        }
        return new TensorEntry(type, shape, from, to);
    }

    private static long whole(JsonNode value, String field) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException("has " + shown(value) + " in its " + field + ", which is no size");
        }
        return value.longValue();
    }

    private static String shown(JsonNode value) {
        return ForeignText.shown(value.toString());
    }
}
