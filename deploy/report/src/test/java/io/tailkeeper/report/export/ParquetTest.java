package io.tailkeeper.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.SeveralSeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {

    @TempDir
    Path folder;

    /** Rows as the reader of another project sees them, in the form that they have in the CSV. */
    private static List<String> read(Path file) throws IOException {
        System.setProperty("hardwood.uselibdeflate", "false"); // the JDK's own inflater
        List<String> rows = new ArrayList<>();
        String[] names = {"experiment", "arm", "seed", "generation", "measure", "value"};
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                ColumnReaders batches = reader.buildColumnReaders(ColumnProjection.columns(names))
                        .batchSize(100)
                        .build()) {
            while (batches.nextBatch()) {
                byte[][] experiments = batches.getColumnReader("experiment").getBinaries();
                byte[][] arms = batches.getColumnReader("arm").getBinaries();
                long[] seeds = batches.getColumnReader("seed").getLongs();
                int[] generations = batches.getColumnReader("generation").getInts();
                byte[][] measures = batches.getColumnReader("measure").getBinaries();
                ColumnReader values = batches.getColumnReader("value");
                for (int row = 0; row < batches.getRecordCount(); row++) {
                    rows.add(text(experiments[row]) + "," + text(arms[row]) + "," + seeds[row] + "," + generations[row]
                            + "," + text(measures[row]) + "," + values.getDoubles()[row]);
                }
            }
        }
        return rows;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void anotherReaderFindsTheRowsOfTheCsv() throws IOException {
        SeveralSeeds.write(folder);
        FinishedExperiment experiment = FinishedExperiment.read(folder);
        List<String> csv = Files.readAllLines(ExportFormat.CSV.export(experiment, folder.resolve("figures.csv")));

        Path file = ExportFormat.PARQUET.export(experiment, ExportFormat.PARQUET.usual(folder));

        assertThat(file).isEqualTo(folder.resolve("export/figures.parquet"));
        assertThat(read(file)).hasSizeGreaterThan(1_000).isEqualTo(csv.subList(1, csv.size()));
        assertThat(Files.size(file)).as("packed").isLessThan(Files.size(folder.resolve("figures.csv")) / 2);
    }

    @Test
    void aFileBeginsAndEndsWithItsMagicAndSaysWhereItsMetadataIs() throws IOException {
        byte[] bytes = ParquetBytes.of(List.of(ParquetColumn.integers("n", List.of(7))), 1, "tailkeeper");

        assertThat(bytes).startsWith('P', 'A', 'R', '1').endsWith('P', 'A', 'R', '1');
        int metadata = bytes[bytes.length - 8] & 0xff;
        // version 1 (zigzag 2), then a list of 2 structs, the schema's root first
        assertThat(bytes[bytes.length - 8 - metadata]).isEqualTo((byte) 0x15);
        assertThat(bytes[bytes.length - 8 - metadata + 1]).isEqualTo((byte) 2);
        assertThat(bytes[bytes.length - 8 - metadata + 3]).isEqualTo((byte) 0x2c);
    }

    @Test
    void structsAreThoseOfTheCompactProtocol() {
        byte[] struct = new ThriftStruct()
                .i32(1, -1)
                .i64(3, 300)
                .string(4, "ab")
                .i32s(8, List.of(1))
                .toBytes();

        // field 1 i32, zigzag 1; field 3 i64, zigzag 600 in two bytes; field 4; field 8, a list of one i32
        assertThat(struct)
                .startsWith(0x15, 1, 0x26, 0xd8, 4, 0x18, 2, 'a', 'b', 0x49, 0x15, 2, 0)
                .hasSize(13);
    }

    @Test
    void fieldsOutOfOrderAreAFault() {
        assertThatThrownBy(() -> new ThriftStruct().i32(2, 0).i32(1, 0)).hasMessage("field 1 does not follow field 2");
    }
}
