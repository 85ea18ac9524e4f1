package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A column of a Parquet file without nulls, its values in the encoding PLAIN.
 *
 * @param name of the column
 * @param type physical type: INT32 1, INT64 2, DOUBLE 5, BYTE_ARRAY 6
 * @param plain values, little endian; a text has its length in bytes before it
 */
record ParquetColumn(String name, int type, byte[] plain) {

    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTE_ARRAY = 6;
    private static final int REQUIRED = 0;
    private static final int UTF8 = 0;
    private static final int STRING = 1; // of the union LogicalType

    static ParquetColumn integers(String name, List<Integer> values) {
        ByteBuffer plain = little(values.size() * Integer.BYTES);
        values.forEach(plain::putInt);
        return new ParquetColumn(name, INT32, plain.array());
    }

    static ParquetColumn longs(String name, List<Long> values) {
        ByteBuffer plain = little(values.size() * Long.BYTES);
        values.forEach(plain::putLong);
        return new ParquetColumn(name, INT64, plain.array());
    }

    static ParquetColumn doubles(String name, List<Double> values) {
        ByteBuffer plain = little(values.size() * Double.BYTES);
        values.forEach(plain::putDouble);
        return new ParquetColumn(name, DOUBLE, plain.array());
    }

    static ParquetColumn texts(String name, List<String> values) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            plain.writeBytes(little(Integer.BYTES).putInt(utf8.length).array());
            plain.writeBytes(utf8);
        }
        return new ParquetColumn(name, BYTE_ARRAY, plain.toByteArray());
    }

    /** Its {@code SchemaElement}. */
    ThriftStruct schema() {
        ThriftStruct element = new ThriftStruct().i32(1, type).i32(3, REQUIRED).string(4, name);
        return type == BYTE_ARRAY
                ? element.i32(6, UTF8).struct(10, new ThriftStruct().struct(STRING, new ThriftStruct()))
                : element;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
