package io.tailkeeper.report.export;

import io.tailkeeper.contracts.files.AtomicFile;
import io.tailkeeper.report.FinishedExperiment;
import io.tailkeeper.report.FinishedExperiment.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Event files as TensorBoard reads them, {@code <arm>} or {@code <arm>/seed-42} below a folder. A figure is a scalar, a
 * generation its step. All have the time when the experiment began, because that of a generation is not in a report.
 */
final class TensorBoardFiles {

    private static final double SECOND = 1_000;

    private TensorBoardFiles() {}

    static Path write(FinishedExperiment experiment, Path folder) throws IOException {
        double wallTime = experiment.startedAt().toEpochMilli() / SECOND;
        String name = "events.out.tfevents." + experiment.startedAt().getEpochSecond() + "." + experiment.id();
        for (Run run : experiment.runs()) {
            ByteArrayOutputStream events = new ByteArrayOutputStream();
            events.writeBytes(TensorBoardEvent.framed(TensorBoardEvent.version(wallTime)));
            for (Map.Entry<Integer, Map<String, Double>> generation :
                    run.generations().entrySet()) {
                events.writeBytes(TensorBoardEvent.framed(
                        TensorBoardEvent.scalars(wallTime, generation.getKey(), generation.getValue())));
            }
            Path of = experiment.seeds().size() == 1
                    ? folder.resolve(run.arm())
                    : folder.resolve(run.arm()).resolve("seed-" + run.seed());
            AtomicFile.write(of.resolve(name), events.toByteArray());
        }
        return folder;
    }
}
