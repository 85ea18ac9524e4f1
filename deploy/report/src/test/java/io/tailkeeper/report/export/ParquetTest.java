package io.tailkeeper.report.export;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(Files.size(file))
                .as("texts stand in it once")
                .isLessThan(Files.size(folder.resolve("figures.csv")) / 2);
    }

    @Test
    void columnsHaveTheNamesAndTypesThatReadersAreTold() throws IOException {
        SeveralSeeds.write(folder);
        Path file = ExportFormat.PARQUET.export(FinishedExperiment.read(folder), folder.resolve("figures.parquet"));

        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            assertThat(reader.getFileSchema().getColumns())
                    .extracting(column -> column.repetitionType() + " " + column.type() + " " + column.name() + " "
                            + column.logicalType())
                    .containsExactly(
                            "REQUIRED BYTE_ARRAY experiment STRING",
                            "REQUIRED BYTE_ARRAY arm STRING",
                            "REQUIRED INT64 seed null",
                            "REQUIRED INT32 generation null",
                            "REQUIRED BYTE_ARRAY measure STRING",
                            "REQUIRED DOUBLE value null");
        }
    }
}
