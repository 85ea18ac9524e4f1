package io.tailkeeper.contracts;

import java.util.List;

/** The topics of the contract; {@code asyncapi.yaml} describes the same ones. */
public final class Topics {

    public static final Topic<RunRequested> RUNS_REQUESTED =
            new Topic<>("runs.requested.v1", RunRequested.class, "runId", true, true);
    public static final Topic<SamplingTask> SAMPLING_TASKS =
            new Topic<>("sampling.tasks.v1", SamplingTask.class, "taskId", false, false);
    public static final Topic<SampleCollected> SAMPLES_COLLECTED =
            new Topic<>("samples.collected.v1", SampleCollected.class, "sampleId", false, false);
    public static final Topic<CalibrationSample> SAMPLES_CALIBRATION =
            new Topic<>("samples.calibration.v1", CalibrationSample.class, "runId:generation", false, false);
    public static final Topic<DetectorCalibrated> DETECTORS_CALIBRATED =
            new Topic<>("detectors.calibrated.v1", DetectorCalibrated.class, "runId:generation:detectorId", true, true);
    public static final Topic<SampleScored> SAMPLES_SCORED =
            new Topic<>("samples.scored.v1", SampleScored.class, "sampleId", false, false);
    public static final Topic<WeightedBatch> BATCHES_WEIGHTED =
            new Topic<>("batches.weighted.v1", WeightedBatch.class, "runId", false, false);
    public static final Topic<TrainingProgress> TRAINING_PROGRESS =
            new Topic<>("training.progress.v1", TrainingProgress.class, "runId:generation", true, true);
    public static final Topic<GenerationTrained> GENERATIONS_TRAINED =
            new Topic<>("generations.trained.v1", GenerationTrained.class, "runId:generation", true, true);
    public static final Topic<GenerationMeasured> GENERATIONS_MEASURED =
            new Topic<>("generations.measured.v1", GenerationMeasured.class, "runId:generation", true, true);
    public static final Topic<RunFinished> RUNS_FINISHED =
            new Topic<>("runs.finished.v1", RunFinished.class, "runId", true, true);

    /** All of them. */
    public static final List<Topic<?>> ALL = List.of(
            RUNS_REQUESTED,
            SAMPLING_TASKS,
            SAMPLES_COLLECTED,
            SAMPLES_CALIBRATION,
            DETECTORS_CALIBRATED,
            SAMPLES_SCORED,
            BATCHES_WEIGHTED,
            TRAINING_PROGRESS,
            GENERATIONS_TRAINED,
            GENERATIONS_MEASURED,
            RUNS_FINISHED);

    private Topics() {}
}
