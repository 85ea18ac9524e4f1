package io.tailkeeper.report.export;

import io.tailkeeper.report.FinishedExperiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A format that figures are written in. */
public enum ExportFormat {
    /** A row for each figure, for spreadsheets and data frames. */
    CSV("figures.csv") {
        @Override
        Path write(FinishedExperiment experiment, Path place) throws IOException {
            return FiguresCsv.write(experiment, place);
        }
    },
    /** The same rows with typed columns, for DuckDB, pandas, Polars. */
    PARQUET("figures.parquet") {
        @Override
        Path write(FinishedExperiment experiment, Path place) throws IOException {
            return FiguresParquet.write(experiment, place);
        }
    },
    /** Event files, a folder for each run: scalars by generation. */
    TENSORBOARD("tensorboard") {
        @Override
        Path write(FinishedExperiment experiment, Path place) throws IOException {
            return TensorBoardFiles.write(experiment, place);
        }
    },
    /** The file store of MLflow: metrics by generation, settings as parameters. */
    MLFLOW("mlruns") {
        @Override
        Path write(FinishedExperiment experiment, Path place) throws IOException {
            return MlflowStore.write(experiment, place);
        }
    },
    /** A project of trackio: metrics by generation, settings as configuration. */
    TRACKIO("trackio") {
        @Override
        Path write(FinishedExperiment experiment, Path place) throws IOException {
            return TrackioStore.write(experiment, place);
        }
    };

    private final String place;

    ExportFormat(String place) {
        this.place = place;
    }

    /** As it is written on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where it is written when nobody says otherwise, below the experiment's folder. */
    public Path usual(Path folder) {
        return folder.resolve("export").resolve(place);
    }

    /**
     * Writes an experiment. Files of an earlier export of the same experiment are replaced.
     *
     * @param place file or folder
     * @return it
     * @throws IOException when the disk refuses
     */
    public Path export(FinishedExperiment experiment, Path place) throws IOException {
        return write(experiment, place);
    }

    abstract Path write(FinishedExperiment experiment, Path place) throws IOException;
}
