package io.tailkeeper.generator.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Undoes the compression of a page. */
interface Decompression {

    /**
     * The plain bytes.
     *
     * @param length how many there are
     */
    byte[] decompress(byte[] compressed, int length) throws IOException;

    static Optional<Decompression> of(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> Optional.of((compressed, length) -> compressed);
            case SNAPPY -> Optional.of((compressed, length) -> Snappy.uncompress(compressed));
            case GZIP ->
                Optional.of((compressed, length) ->
                        new GZIPInputStream(new ByteArrayInputStream(compressed)).readNBytes(length));
            case ZSTD -> Optional.of(Zstd::decompress);
            default -> Optional.empty();
        };
    }
}
