package io.tailkeeper.texts.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Writes Parquet files of one optional text column, a version 2 page a row group, gzip; as few writers would. */
final class TinyParquet {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<Thrift> groups = new ArrayList<>();
    private final int beyond;
    private int rows;

    TinyParquet() {
        this(0);
    }

    /** @param beyond bytes that every page claims to have beyond the end of its column */
    TinyParquet(int beyond) {
        this.beyond = beyond;
        file.writeBytes("PAR1".getBytes(UTF_8));
    }

    /** Adds a row group; null is no text. A group of nulls has values of no bytes at all, which are called compressed. */
    TinyParquet group(String... texts) throws IOException {
        long nulls = Arrays.stream(texts).filter(Objects::isNull).count();
        if (nulls > 0 && nulls < texts.length) {
            throw new IllegalArgumentException("all or none");
        }
        int begin = file.size();
        byte[] values = plain(texts);
        byte[] packed = values.length == 0 ? values : gzip(values);
        byte[] levels =
                texts.length == 0 ? new byte[0] : new byte[] {(byte) (texts.length << 1), (byte) (nulls > 0 ? 0 : 1)};
        if (texts.length > 0) {
            Thrift page = new Thrift()
                    .number(1, I32, texts.length)
                    .number(2, I32, nulls)
                    .number(3, I32, texts.length)
                    .number(4, I32, 0) // plain
                    .number(5, I32, levels.length)
                    .number(6, I32, 0)
                    .yes(7);
            file.writeBytes(new Thrift()
                    .number(1, I32, 3) // a data page of version 2
                    .number(2, I32, levels.length + values.length)
                    .number(3, I32, levels.length + packed.length + beyond)
                    .struct(8, page)
                    .bytes());
            file.writeBytes(levels);
            file.writeBytes(packed);
        }
        groups.add(group(texts.length, begin, file.size() - begin));
        rows += texts.length;
        return this;
    }

    private static Thrift group(int rows, int begin, int size) {
        Thrift column = new Thrift()
                .number(1, I32, 6) // BYTE_ARRAY
                .list(2, I32, List.of(new Thrift().varint(0)))
                .list(3, BINARY, List.of(new Thrift().text("text")))
                .number(4, I32, 2) // gzip
                .number(5, I64, rows)
                .number(6, I64, size)
                .number(7, I64, size)
                .number(9, I64, begin);
        Thrift chunk = new Thrift().number(2, I64, begin).struct(3, column);
        return new Thrift()
                .list(1, STRUCT, List.of(chunk.end()))
                .number(2, I64, size)
                .number(3, I64, rows);
    }

    byte[] bytes(String createdBy) {
        Thrift root = new Thrift().string(4, "row").number(5, I32, 1);
        Thrift text = new Thrift()
                .number(1, I32, 6)
                .number(3, I32, 1)
                .string(4, "text")
                .number(6, I32, 0);
        byte[] footer = new Thrift()
                .number(1, I32, 1)
                .list(2, STRUCT, List.of(root.end(), text.end()))
                .number(3, I64, rows)
                .list(4, STRUCT, groups.stream().map(Thrift::end).toList())
                .string(6, createdBy)
                .bytes();
        file.writeBytes(footer);
        file.writeBytes(little(footer.length));
        file.writeBytes("PAR1".getBytes(UTF_8));
        return file.toByteArray();
    }

    private static byte[] plain(String... texts) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (String text : texts) {
            if (text != null) {
                values.writeBytes(little(text.getBytes(UTF_8).length));
                values.writeBytes(text.getBytes(UTF_8));
            }
        }
        return values.toByteArray();
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    /** A struct in Thrift's compact protocol. */
    private static final class Thrift {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int last;

        private void field(int id, int type) {
            out.write(((id - last) << 4) | type);
            last = id;
        }

        Thrift number(int id, int type, long value) {
            field(id, type);
            return varint(value << 1); // none is negative
        }

        Thrift varint(long value) {
            long left = value;
            for (; left > 127; left >>>= 7) {
                out.write((int) ((left & 127) | 128));
            }
            out.write((int) left);
            return this;
        }

        Thrift yes(int id) {
            field(id, 1);
            return this;
        }

        Thrift string(int id, String text) {
            field(id, BINARY);
            return text(text);
        }

        Thrift text(String text) {
            varint(text.length());
            out.writeBytes(text.getBytes(UTF_8));
            return this;
        }

        Thrift struct(int id, Thrift value) {
            field(id, STRUCT);
            out.writeBytes(value.bytes());
            return this;
        }

        Thrift list(int id, int type, List<Thrift> values) {
            field(id, LIST);
            out.write((values.size() << 4) | type);
            values.forEach(value -> out.writeBytes(value.out.toByteArray()));
            return this;
        }

        Thrift end() {
            out.write(0);
            return this;
        }

        byte[] bytes() {
            byte[] open = out.toByteArray();
            return Arrays.copyOf(open, open.length + 1);
        }
    }
}
