package io.tailkeeper.detector.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A field of a protobuf message, as it lies in the message's bytes (protobuf.dev, Encoding).
 *
 * @param number of the field
 * @param message bytes of the whole message; not copied
 * @param from where the field begins, with its tag
 * @param value where its value begins, behind tag and length
 * @param to where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProtobufField(int number, byte[] message, int from, int value, int to) {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int MORE = 0x80;

    /**
     * The fields of a message, in their order.
     *
     * @throws IllegalArgumentException when the bytes are no message
     */
    static List<ProtobufField> all(byte[] message) {
        List<ProtobufField> fields = new ArrayList<>();
        try {
            for (int at = 0; at < message.length; at = fields.getLast().to()) {
                fields.add(at(message, at));
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the message ends in the middle of a field", e);
        }
        return fields;
    }

    private static ProtobufField at(byte[] message, int from) {
        int tag = number(message, from);
        int behindTag = end(message, from);
        int value =
                switch (tag & 7) {
                    case LENGTH -> end(message, behindTag);
                    case VARINT, FIXED_64, FIXED_32 -> behindTag;
                    default -> throw new IllegalArgumentException("a field of wire type " + (tag & 7) + " is unknown");
                };
        int to =
                switch (tag & 7) {
                    case LENGTH -> value + number(message, behindTag); // too large a number makes it negative
                    case VARINT -> end(message, behindTag);
                    case FIXED_64 -> behindTag + Long.BYTES;
                    default -> behindTag + Integer.BYTES;
                };
        if (to < value || to > message.length) {
            throw new IllegalArgumentException("a field of the message is longer than the message");
        }
        return new ProtobufField(tag >>> 3, message, from, value, to);
    }

    /** The number at a place, as far as an int holds it: 7 bits a byte, the lowest first. */
    private static int number(byte[] message, int at) {
        int number = 0;
        for (int i = at, shift = 0; ; i++, shift += 7) {
            number |= shift < Integer.SIZE ? (message[i] & 0x7F) << shift : 0;
            if ((message[i] & MORE) == 0) {
                return number;
            }
        }
    }

    private static int end(byte[] message, int at) {
        int end = at;
        while ((message[end] & MORE) != 0) {
            end++;
        }
        return end + 1;
    }

    /** Tag, length and value. */
    byte[] whole() {
        return Arrays.copyOfRange(message, from, to);
    }

    /** The value. */
    byte[] content() {
        return Arrays.copyOfRange(message, value, to);
    }

    /** The texts of one field of the message that this field holds. */
    List<String> names(int field) {
        return all(content()).stream()
                .filter(inner -> inner.number() == field)
                .map(inner -> new String(inner.content(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Writes a field whose value is bytes. */
    static void write(int field, byte[] content, ByteArrayOutputStream message) {
        message.write((field << 3) | LENGTH);
        int rest = content.length;
        for (; rest > 0x7F; rest >>>= 7) {
            message.write((rest & 0x7F) | MORE);
        }
        message.write(rest);
        message.writeBytes(content);
    }
}
