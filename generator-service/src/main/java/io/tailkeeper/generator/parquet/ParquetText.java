package io.tailkeeper.generator.parquet;

import io.tailkeeper.generator.CorpusException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.VersionParser;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.api.PrimitiveConverter;

/** One text column of a Parquet file, row by row; null texts are passed over. */
public final class ParquetText {

    private ParquetText() {}

    /**
     * Reads the column.
     *
     * @throws CorpusException when the file has no such column, or one that this cannot read
     * @throws IOException when the file is damaged
     */
    public static void read(Path file, String textColumn, Consumer<String> texts) throws IOException {
        try {
            FileMetaData metadata = Footer.read(file);
            ColumnDescriptor column = TextColumn.find(file, metadata, textColumn);
            for (RowGroup group : metadata.getRow_groups()) {
                read(file, metadata, chunk(group, textColumn), column, texts);
            }
        } catch (CorpusException | IOException e) {
            throw e;
        } catch (RuntimeException | VersionParser.VersionParseException e) {
            throw new IOException("the file is damaged: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            // headers are read recursively, and damage can look like structures in structures without end
            throw new IOException("the file is damaged: a header without end", e);
        }
    }

    private static ColumnMetaData chunk(RowGroup group, String textColumn) throws IOException {
        return group.getColumns().stream()
                .map(chunk -> chunk.getMeta_data())
                .filter(chunk -> chunk != null && chunk.getPath_in_schema().equals(List.of(textColumn)))
                .findFirst()
                .orElseThrow(() -> new IOException("a row group has no readable column " + textColumn));
    }

    private static void read(
            Path file, FileMetaData metadata, ColumnMetaData chunk, ColumnDescriptor column, Consumer<String> texts)
            throws IOException, VersionParser.VersionParseException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            boolean dictionary = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
            in.skipNBytes(
                    dictionary
                            ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                            : chunk.getData_page_offset());
            ColumnReader reader = new ColumnReaderImpl(
                    column,
                    new ColumnPages(file, in, chunk, column),
                    new PrimitiveConverter() {},
                    VersionParser.parse(createdBy(metadata)));
            for (long row = 0; row < chunk.getNum_values(); row++) {
                if (reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                    texts.accept(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(reader.getBinary().toByteBuffer())
                            .toString());
                }
                reader.consume();
            }
        }
    }

    private static String createdBy(FileMetaData metadata) {
        return metadata.isSetCreated_by() ? metadata.getCreated_by() : "unknown version 0.0.0";
    }
}
