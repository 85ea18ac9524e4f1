package io.tailkeeper.detector.onnx;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a protobuf message field by field (protobuf.dev, Encoding), such as an ONNX model, without copying it; groups are not
 * read. Messages inside of a field are read by a reader of their own, so that nothing here grows with their depth.
 */
public final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final ByteBuffer rest;
    private int number;
    private long value;
    private ByteBuffer content;
    private ByteBuffer whole;

    /** Before the first field of a message, which is what remains in the buffer. */
    public ProtobufReader(ByteBuffer message) {
        rest = message.slice();
        content = rest.slice(0, 0);
        whole = content;
    }

    /**
     * Goes to the next field.
     *
     * @return false at the end
     * @throws IllegalArgumentException when the bytes are no message
     */
    public boolean next() {
        if (!rest.hasRemaining()) {
            return false;
        }
        int begin = rest.position();
        try {
            long tag = varint();
            number = (int) (tag >>> 3);
            content = rest.slice(rest.position(), 0);
            value = 0;
            switch ((int) tag & 7) {
                case VARINT -> value = varint();
                case FIXED_64 -> content = taken(Long.BYTES);
                case FIXED_32 -> content = taken(Integer.BYTES);
                case LENGTH -> content = taken(varint());
                default -> throw new IllegalArgumentException("a field of wire type " + (tag & 7) + " is unknown");
            }
            whole = rest.slice(begin, rest.position() - begin);
            return true;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the message ends in the middle of a field", e);
        }
    }

    private ByteBuffer taken(long length) {
        if (length < 0 || length > rest.remaining()) {
            throw new IllegalArgumentException("a field of the message is longer than the message");
        }
        ByteBuffer taken = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return taken;
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = rest.get();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of the message does not end");
    }

    /** The field's number. */
    public int number() {
        return number;
    }

    /** A field that is a whole number. */
    public long value() {
        return value;
    }

    /** A field that is bytes, a text, a message or a number of fixed size. */
    public ByteBuffer content() {
        return content;
    }

    /** The field as it lies in the message: tag, length and value. */
    public ByteBuffer whole() {
        return whole;
    }

    /** A field that is a text. */
    public String text() {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }
}
