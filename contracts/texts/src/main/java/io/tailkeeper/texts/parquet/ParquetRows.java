package io.tailkeeper.texts.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnProjection;
import io.tailkeeper.texts.Row;
import io.tailkeeper.texts.TextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Columns of a Parquet file, row by row. A column that is no text has its type in the place of every value. */
public final class ParquetRows {

    private static final int BATCH = 64; // rows; texts may be as long as books

    static {
        System.setProperty("hardwood.uselibdeflate", "false"); // the JDK's own inflater stays inside its memory
    }

    /** The value of a column that is no text. */
    private record NoText(String type) {

        @Override
        public String toString() {
            return type;
        }
    }

    private ParquetRows() {}

    /**
     * Reads some columns.
     *
     * @param columns that are wanted; those that the file lacks are left out
     * @throws TextException when it has none of them, or uses what is not read here
     * @throws IOException when it is damaged
     */
    public static void read(Path file, List<String> columns, Consumer<Row> rows) throws IOException {
        Damage damage = new Damage(file);
        try (ParquetFileReader reader =
                damage.guard(() -> ParquetFileReader.open(new CheckedFile(InputFile.of(file))))) {
            List<TextColumn> wanted = damage.guard(() -> TextColumn.of(file, reader.getFileSchema(), columns));
            String[] names = wanted.stream().map(TextColumn::name).toArray(String[]::new);
            try (ColumnReaders batches = damage.guard(() -> reader.buildColumnReaders(ColumnProjection.columns(names))
                    .batchSize(BATCH)
                    .build())) {
                long before = 0;
                while (damage.guard(batches::nextBatch)) {
                    Object[][] values = damage.guard(() -> values(file, batches, wanted));
                    int count = batches.getRecordCount();
                    for (int row = 0; row < count; row++) {
                        rows.accept(row(file + ", row " + (before + row + 1), wanted, values, row));
                    }
                    before += count;
                }
            }
        }
    }

    private static Row row(String place, List<TextColumn> columns, Object[][] values, int row) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(columns.get(i).name(), values[i][row]);
        }
        return new Row(place, named);
    }

    /** (columns, rows) of a batch. */
    private static Object[][] values(Path file, ColumnReaders batches, List<TextColumn> columns) {
        Object[][] values = new Object[columns.size()][batches.getRecordCount()];
        for (int i = 0; i < values.length; i++) {
            TextColumn column = columns.get(i);
            if (column.isText()) {
                decode(file, batches.getColumnReader(column.name()), values[i]);
            } else {
                Arrays.fill(values[i], new NoText(column.type()));
            }
        }
        return values;
    }

    private static void decode(Path file, ColumnReader column, Object[] into) {
        Validity validity = column.getLeafValidity();
        byte[][] bytes = column.getBinaries();
        for (int row = 0; row < into.length; row++) {
            if (validity.isNotNull(row)) {
                try {
                    into[row] = StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes[row]))
                            .toString();
                } catch (CharacterCodingException e) {
                    throw new TextException(
                            file + ": a text of column \""
                                    + column.getColumnSchema().name()
                                    + "\" is not valid UTF-8; write the column as strings",
                            e);
                }
            }
        }
    }
}
