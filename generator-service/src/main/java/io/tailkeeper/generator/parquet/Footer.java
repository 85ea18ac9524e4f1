package io.tailkeeper.generator.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** The end of a Parquet file: metadata, its length in four bytes, {@code PAR1}. */
final class Footer {

    private static final int TAIL = 8;
    private static final String MAGIC = "PAR1";

    private Footer() {}

    static FileMetaData read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < MAGIC.length() + TAIL) {
                throw new IOException("it is too short for a Parquet file");
            }
            ByteBuffer tail = read(channel, size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
            int length = tail.getInt();
            String magic = StandardCharsets.ISO_8859_1.decode(tail).toString();
            if (!magic.equals(MAGIC) || length <= 0 || length > size - TAIL - MAGIC.length()) {
                throw new IOException(
                        "it does not end as a Parquet file does; it is cut off, encrypted or another kind");
            }
            byte[] metadata = read(channel, size - TAIL - length, length).array();
            return Util.readFileMetaData(new ByteArrayInputStream(metadata));
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it is cut off");
            }
        }
        return bytes.flip();
    }
}
