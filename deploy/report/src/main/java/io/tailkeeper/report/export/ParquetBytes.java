package io.tailkeeper.report.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A Parquet file of one row group, every column one data page (version 1) that is packed with GZIP. The structs and their field
 * ids are those of {@code parquet.thrift} of apache/parquet-format 2.
 */
final class ParquetBytes {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int DATA_PAGE = 0;
    private static final int GZIP = 2;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final int rows;

    private ParquetBytes(int rows) {
        this.rows = rows;
    }

    /**
     * The file of some columns.
     *
     * @param rows values of each
     * @param writer what wrote it, which readers show
     */
    static byte[] of(List<ParquetColumn> columns, int rows, String writer) throws IOException {
        ParquetBytes parquet = new ParquetBytes(rows);
        parquet.file.writeBytes(MAGIC);
        List<ThriftStruct> chunks = new ArrayList<>();
        long uncompressed = 0;
        for (ParquetColumn column : columns) {
            chunks.add(parquet.chunk(column));
            uncompressed += column.plain().length;
        }
        ThriftStruct root = new ThriftStruct().string(4, "schema").i32(5, columns.size());
        ThriftStruct rowGroup =
                new ThriftStruct().structs(1, chunks).i64(2, uncompressed).i64(3, rows);
        parquet.footer(new ThriftStruct()
                .i32(1, VERSION)
                .structs(
                        2,
                        Stream.concat(Stream.of(root), columns.stream().map(ParquetColumn::schema))
                                .toList())
                .i64(3, rows)
                .structs(4, List.of(rowGroup))
                .string(6, writer));
        return parquet.file.toByteArray();
    }

    /** Writes the page of a column; its {@code ColumnChunk}. */
    private ThriftStruct chunk(ParquetColumn column) throws IOException {
        long offset = file.size();
        byte[] packed = packed(column.plain());
        byte[] header = new ThriftStruct()
                .i32(1, DATA_PAGE)
                .i32(2, column.plain().length)
                .i32(3, packed.length)
                .struct(
                        5,
                        new ThriftStruct()
                                .i32(1, rows)
                                .i32(2, PLAIN)
                                .i32(3, RLE)
                                .i32(4, RLE))
                .toBytes();
        file.writeBytes(header);
        file.writeBytes(packed);
        return new ThriftStruct()
                .i64(2, 0) // deprecated: where metadata stands a second time
                .struct(
                        3,
                        new ThriftStruct()
                                .i32(1, column.type())
                                .i32s(2, List.of(PLAIN, RLE))
                                .strings(3, List.of(column.name()))
                                .i32(4, GZIP)
                                .i64(5, rows)
                                .i64(6, (long) header.length + column.plain().length)
                                .i64(7, (long) header.length + packed.length)
                                .i64(9, offset));
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private void footer(ThriftStruct metadata) {
        byte[] bytes = metadata.toBytes();
        file.writeBytes(bytes);
        file.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        file.writeBytes(MAGIC);
    }
}
