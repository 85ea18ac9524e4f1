package io.tailkeeper.report.export;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.annotation.NotNull;
import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * One row a figure, as in {@link FiguresCsv}, with typed columns: {@code experiment}, {@code arm} and {@code measure} are texts,
 * {@code seed} an INT64, {@code generation} an INT32, {@code value} a DOUBLE. There are no nulls: what was not measured has no row.
 * Pages are not compressed, because every codec of parquet-java needs Hadoop; texts are numbers into a dictionary.
 */
final class FiguresParquet {

    /** A row. Its components are the columns. */
    record Figure(
            @NotNull String experiment,
            @NotNull String arm,
            long seed,
            int generation,
            @NotNull String measure,
            double value) {}

    private FiguresParquet() {}

    static Path write(FinishedExperiment experiment, Path file) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Run run : experiment.runs()) {
            run.generations()
                    .forEach((generation, values) -> values.forEach((measure, value) -> figures.add(
                            new Figure(experiment.id(), run.arm(), run.seed(), generation, measure, value))));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CarpetWriter<Figure> writer = new CarpetWriter.Builder<>(bytes, Figure.class)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            writer.write(figures);
        }
        return AtomicFile.write(file, bytes.toByteArray());
    }
}
