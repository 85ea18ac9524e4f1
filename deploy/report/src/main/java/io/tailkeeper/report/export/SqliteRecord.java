package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row in SQLite's record format (sqlite.org/fileformat2.html, 2.1): serial types, then values. */
final class SqliteRecord {

    private static final int NULL = 0;
    private static final int INTEGER = 6; // of 64 bits, big endian
    private static final int TEXT = 13;
    private static final int VARINT_BITS = 7;

    private SqliteRecord() {}

    /** The record of some values: texts, longs, nulls. */
    static byte[] of(List<@Nullable Object> values) {
        ByteArrayOutputStream types = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Object value : values) {
            if (value == null) {
                types.write(NULL);
            } else if (value instanceof Long number) {
                types.write(INTEGER);
                body.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            } else {
                byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
                types.writeBytes(varint(TEXT + 2L * utf8.length));
                body.writeBytes(utf8);
            }
        }
        // The length of the header counts itself; a header of more than 126 bytes would need a second byte.
        if (types.size() + 1 >= 1 << VARINT_BITS) {
            throw new IllegalArgumentException("a row of " + values.size() + " values has too long a header");
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(types.size() + 1);
        record.writeBytes(types.toByteArray());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    /** A number that is not negative, seven bits a byte, the highest first. */
    static byte[] varint(long value) {
        byte[] bytes = new byte[Long.BYTES + 1];
        int at = bytes.length;
        long rest = value;
        do {
            bytes[--at] = (byte) ((rest & 0x7f) | (at == bytes.length - 1 ? 0 : 0x80));
            rest >>>= VARINT_BITS;
        } while (rest > 0);
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }
}
