package io.tailkeeper.report.export;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One row a figure, as in {@link FiguresCsv}, with typed columns: {@code experiment}, {@code arm} and {@code measure} are texts,
 * {@code seed} an INT64, {@code generation} an INT32, {@code value} a DOUBLE. There are no nulls: what was not measured has no row.
 */
final class FiguresParquet {

    private FiguresParquet() {}

    static Path write(FinishedExperiment experiment, Path file) throws IOException {
        List<String> experiments = new ArrayList<>();
        List<String> arms = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        List<Integer> generations = new ArrayList<>();
        List<String> measures = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Run run : experiment.runs()) {
            run.generations()
                    .forEach((generation, figures) -> figures.forEach((measure, value) -> {
                        experiments.add(experiment.id());
                        arms.add(run.arm());
                        seeds.add(run.seed());
                        generations.add(generation);
                        measures.add(measure);
                        values.add(value);
                    }));
        }
        return AtomicFile.write(
                file,
                ParquetBytes.of(
                        List.of(
                                ParquetColumn.texts("experiment", experiments),
                                ParquetColumn.texts("arm", arms),
                                ParquetColumn.longs("seed", seeds),
                                ParquetColumn.integers("generation", generations),
                                ParquetColumn.texts("measure", measures),
                                ParquetColumn.doubles("value", values)),
                        values.size(),
                        "tailkeeper"));
    }
}
