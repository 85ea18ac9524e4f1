package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A column of a Parquet file without nulls, its values in the encoding PLAIN: little endian, a text behind its length in bytes. */
final class ParquetColumn {

    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTE_ARRAY = 6;
    private static final int REQUIRED = 0;
    private static final int UTF8 = 0;
    private static final int STRING = 1; // of the union LogicalType

    private final String name;
    private final int type;
    private final byte[] plain;

    private ParquetColumn(String name, int type, byte[] plain) {
        this.name = name;
        this.type = type;
        this.plain = plain;
    }

    static ParquetColumn integers(String name, List<Integer> values) {
        byte[] plain = new byte[values.size() * Integer.BYTES];
        values.forEach(little(plain)::putInt);
        return new ParquetColumn(name, INT32, plain);
    }

    static ParquetColumn longs(String name, List<Long> values) {
        byte[] plain = new byte[values.size() * Long.BYTES];
        values.forEach(little(plain)::putLong);
        return new ParquetColumn(name, INT64, plain);
    }

    static ParquetColumn doubles(String name, List<Double> values) {
        byte[] plain = new byte[values.size() * Double.BYTES];
        values.forEach(little(plain)::putDouble);
        return new ParquetColumn(name, DOUBLE, plain);
    }

    static ParquetColumn texts(String name, List<String> values) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            byte[] length = new byte[Integer.BYTES];
            little(length).putInt(utf8.length);
            plain.writeBytes(length);
            plain.writeBytes(utf8);
        }
        return new ParquetColumn(name, BYTE_ARRAY, plain.toByteArray());
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** Its physical type, as {@code parquet.thrift} numbers them. */
    int type() {
        return type;
    }

    /** Its values. */
    byte[] plain() {
        return plain;
    }

    /** Its {@code SchemaElement}. */
    ThriftStruct schema() {
        ThriftStruct element = new ThriftStruct().i32(1, type).i32(3, REQUIRED).string(4, name);
        return type == BYTE_ARRAY
                ? element.i32(6, UTF8).struct(10, new ThriftStruct().struct(STRING, new ThriftStruct()))
                : element;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
