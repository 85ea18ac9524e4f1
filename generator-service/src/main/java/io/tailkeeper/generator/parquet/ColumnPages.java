package io.tailkeeper.generator.parquet;

import io.tailkeeper.generator.CorpusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The pages of one column chunk, read from a stream as they are asked for. */
final class ColumnPages implements PageReader {

    private static final int LARGEST_PAGE = 1 << 30;

    private final InputStream in;
    private final ColumnMetaData chunk;
    private final Statistics<?> noStatistics;
    private final Decompression decompression;
    private PageHeader header;

    ColumnPages(Path file, InputStream in, ColumnMetaData chunk, ColumnDescriptor column) throws IOException {
        this.in = in;
        this.chunk = chunk;
        this.noStatistics = Statistics.createStats(column.getPrimitiveType());
        this.decompression = Decompression.of(chunk.getCodec())
                .orElseThrow(() -> new CorpusException("Corpus file " + file + " is compressed with " + chunk.getCodec()
                        + "; write it again uncompressed or with snappy, gzip or zstd."));
        this.header = Util.readPageHeader(in);
    }

    @Override
    public DictionaryPage readDictionaryPage() {
        if (header.getType() != PageType.DICTIONARY_PAGE) {
            return null;
        }
        try {
            BytesInput bytes = BytesInput.from(body());
            Encoding encoding = encoding(header.getDictionary_page_header().getEncoding());
            int values = header.getDictionary_page_header().getNum_values();
            header = Util.readPageHeader(in);
            return new DictionaryPage(bytes, values, encoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long getTotalValueCount() {
        return chunk.getNum_values();
    }

    @Override
    public DataPage readPage() {
        try {
            if (header == null) {
                header = Util.readPageHeader(in);
            }
            while (header.getType() == PageType.INDEX_PAGE) {
                in.skipNBytes(header.getCompressed_page_size());
                header = Util.readPageHeader(in);
            }
            DataPage page = header.getType() == PageType.DATA_PAGE_V2 ? second() : first();
            header = null;
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataPage first() throws IOException {
        DataPageHeader page = header.getData_page_header();
        return new DataPageV1(
                BytesInput.from(body()),
                page.getNum_values(),
                header.getUncompressed_page_size(),
                noStatistics,
                encoding(page.getRepetition_level_encoding()),
                encoding(page.getDefinition_level_encoding()),
                encoding(page.getEncoding()));
    }

    private DataPage second() throws IOException {
        DataPageHeaderV2 page = header.getData_page_header_v2();
        byte[] repetitionLevels = bytes(page.getRepetition_levels_byte_length());
        byte[] definitionLevels = bytes(page.getDefinition_levels_byte_length());
        int levels = repetitionLevels.length + definitionLevels.length;
        byte[] data = bytes(header.getCompressed_page_size() - levels);
        if (!page.isSetIs_compressed() || page.isIs_compressed()) {
            data = decompression.decompress(data, size(header.getUncompressed_page_size() - levels));
        }
        return DataPageV2.uncompressed(
                page.getNum_rows(),
                page.getNum_nulls(),
                page.getNum_values(),
                BytesInput.from(repetitionLevels),
                BytesInput.from(definitionLevels),
                encoding(page.getEncoding()),
                BytesInput.from(data),
                noStatistics);
    }

    private byte[] body() throws IOException {
        return decompression.decompress(
                bytes(header.getCompressed_page_size()), size(header.getUncompressed_page_size()));
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(size(length));
        if (bytes.length < length) {
            throw new IOException("a page is cut off");
        }
        return bytes;
    }

    private static int size(int length) throws IOException {
        if (length < 0 || length > LARGEST_PAGE) {
            throw new IOException("a page claims " + length + " bytes");
        }
        return length;
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }
}
