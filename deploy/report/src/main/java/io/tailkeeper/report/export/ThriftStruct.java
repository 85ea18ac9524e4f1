package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A struct of Thrift's compact protocol, which the metadata of Parquet is written in. Fields come in the order of their ids. */
final class ThriftStruct {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last;

    /** A field that is an i32 or an enum. */
    ThriftStruct i32(int id, int value) {
        field(id, I32);
        zigzag(value);
        return this;
    }

    /** A field that is an i64. */
    ThriftStruct i64(int id, long value) {
        field(id, I64);
        zigzag(value);
        return this;
    }

    /** A field that is a string. */
    ThriftStruct string(int id, String value) {
        field(id, BINARY);
        text(value);
        return this;
    }

    /** A field that is a struct, or a union with one field. */
    ThriftStruct struct(int id, ThriftStruct value) {
        field(id, STRUCT);
        bytes.writeBytes(value.toBytes());
        return this;
    }

    /** A field that is a list of structs. */
    ThriftStruct structs(int id, List<ThriftStruct> values) {
        list(id, values.size(), STRUCT);
        values.forEach(value -> bytes.writeBytes(value.toBytes()));
        return this;
    }

    /** A field that is a list of strings. */
    ThriftStruct strings(int id, List<String> values) {
        list(id, values.size(), BINARY);
        values.forEach(this::text);
        return this;
    }

    /** A field that is a list of i32 or of an enum. */
    ThriftStruct i32s(int id, List<Integer> values) {
        list(id, values.size(), I32);
        values.forEach(this::zigzag);
        return this;
    }

    /** The struct with its end. */
    byte[] toBytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.write(0);
        return whole.toByteArray();
    }

    private void field(int id, int type) {
        if (id <= last || id - last > SHORT_LIST) {
            throw new IllegalArgumentException("field " + id + " does not follow field " + last);
        }
        bytes.write((id - last) << 4 | type);
        last = id;
    }

    private void list(int id, int size, int type) {
        field(id, LIST);
        if (size < SHORT_LIST) {
            bytes.write(size << 4 | type);
        } else {
            bytes.write(SHORT_LIST << 4 | type);
            varint(size);
        }
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        bytes.writeBytes(utf8);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
