package io.tailkeeper.report.export;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.IOException;
import java.nio.file.Path;

/** One row a figure: {@code experiment,arm,seed,generation,measure,value}. Nothing in it needs quotes. */
final class FiguresCsv {

    private FiguresCsv() {}

    static Path write(FinishedExperiment experiment, Path file) throws IOException {
        StringBuilder csv = new StringBuilder("experiment,arm,seed,generation,measure,value\n");
        for (Run run : experiment.runs()) {
            run.generations()
                    .forEach((generation, figures) -> figures.forEach((measure, value) -> csv.append(experiment.id())
                            .append(',')
                            .append(run.arm())
                            .append(',')
                            .append(run.seed())
                            .append(',')
                            .append(generation)
                            .append(',')
                            .append(measure)
                            .append(',')
                            .append(value)
                            .append('\n')));
        }
        return AtomicFile.write(file, csv.toString());
    }
}
