package io.tailkeeper.contracts.topics;

import io.tailkeeper.contracts.BatchesPublished;
import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topics of the contract; {@code asyncapi.yaml} describes the same ones. */
public final class Topics {

    private static final String GENERATOR = "generator";
    private static final String DETECTOR = "detector";
    private static final String TRAINER = "trainer";
    private static final String METRICS = "metrics";

    public static final Topic<RunRequested> RUNS_REQUESTED = new Topic<>(
            "runs.requested.v1",
            RunRequested.class,
            "runId",
            RunRequested::runId,
            true,
            true,
            List.of(GENERATOR, DETECTOR, TRAINER, METRICS),
            Retention.asLongAsTheRunIsShown(
                    "The run is unknown to whoever starts again: it stands still, and is no longer shown."));
    public static final Topic<SamplingTask> SAMPLING_TASKS = new Topic<>(
            "sampling.tasks.v1",
            SamplingTask.class,
            "taskId",
            SamplingTask::taskId,
            false,
            false,
            List.of(GENERATOR),
            Retention.untilTheRunIsFinished(
                    "Samples that were not made yet are never made, and the run waits for them."));
    public static final Topic<SampleCollected> SAMPLES_COLLECTED = new Topic<>(
            "samples.collected.v1",
            SampleCollected.class,
            "sampleId",
            SampleCollected::sampleId,
            false,
            false,
            List.of(DETECTOR, METRICS),
            Retention.untilTheRunIsFinished("Samples that were not scored yet never are, and the run waits for them."));
    public static final Topic<CalibrationSample> SAMPLES_CALIBRATION = new Topic<>(
            "samples.calibration.v1",
            CalibrationSample.class,
            "runId:generation",
            sample -> sample.generationKey().toString(),
            false,
            false,
            List.of(DETECTOR, TRAINER, METRICS),
            Retention.untilTheRunIsFinished(
                    "A detector that has not read its part whole is never calibrated; a trainer with an empty folder has nothing to evaluate on. The run waits."));
    public static final Topic<KnowledgeItems> KNOWLEDGE_ITEMS = new Topic<>(
            "knowledge.items.v1",
            KnowledgeItems.class,
            "runId",
            KnowledgeItems::runId,
            false,
            false,
            List.of(TRAINER),
            Retention.untilTheRunIsFinished(
                    "A trainer with an empty folder has nothing to ask the models, and the run waits."));
    public static final Topic<DetectorCalibrated> DETECTORS_CALIBRATED = new Topic<>(
            "detectors.calibrated.v1",
            DetectorCalibrated.class,
            "runId:generation:detectorId",
            DetectorCalibrated::key,
            true,
            true,
            List.of(DETECTOR, METRICS),
            Retention.asLongAsTheRunIsShown(
                    "A detector that starts again has to be calibrated again, from the part; its quality is no longer shown."));
    public static final Topic<SampleScored> SAMPLES_SCORED = new Topic<>(
            "samples.scored.v1",
            SampleScored.class,
            "sampleId",
            scored -> scored.sample().sampleId(),
            false,
            false,
            List.of(TRAINER, METRICS),
            Retention.untilTheRunIsFinished(
                    "A trainer that has not read the pool whole never has it whole, and the run waits."));
    public static final Topic<WeightedBatch> BATCHES_WEIGHTED = new Topic<>(
            "batches.weighted.v1",
            WeightedBatch.class,
            "runId",
            WeightedBatch::runId,
            false,
            false,
            List.of(TRAINER, METRICS),
            Retention.untilTheRunIsFinished(
                    "A training that goes on publishes its batches again; what was learned cannot be looked at."));
    public static final Topic<BatchesPublished> BATCHES_PUBLISHED = new Topic<>(
            "batches.published.v1",
            BatchesPublished.class,
            "runId:generation",
            published -> published.generationKey().toString(),
            true,
            true,
            List.of(TRAINER, METRICS),
            Retention.asLongAsTheRunIsShown("A training that goes on publishes its batches again."));
    public static final Topic<TrainingProgress> TRAINING_PROGRESS = new Topic<>(
            "training.progress.v1",
            TrainingProgress.class,
            "runId:generation",
            progress -> progress.generationKey().toString(),
            true,
            true,
            List.of(METRICS),
            Retention.none("Steps are not shown until the next record comes."));
    public static final Topic<GenerationTrained> GENERATIONS_TRAINED = new Topic<>(
            "generations.trained.v1",
            GenerationTrained.class,
            "runId:generation",
            trained -> trained.generationKey().toString(),
            true,
            true,
            List.of(GENERATOR, DETECTOR, TRAINER, METRICS),
            Retention.asLongAsTheRunIsShown(
                    "The next generation is not planned, no arm can adopt the generation, and a trainer trains it again."));
    public static final Topic<GenerationMeasured> GENERATIONS_MEASURED = new Topic<>(
            "generations.measured.v1",
            GenerationMeasured.class,
            "runId:generation",
            measured -> measured.generationKey().toString(),
            true,
            true,
            List.of(METRICS),
            Retention.asLongAsTheRunIsShown(
                    "The generation is measured again as far as its samples are still there; else its measures are lost."));
    public static final Topic<CollapseAlert> COLLAPSE_ALERTS = new Topic<>(
            "collapse.alerts.v1",
            CollapseAlert.class,
            "runId:generation:rule",
            CollapseAlert::key,
            true,
            true,
            List.of(METRICS),
            Retention.asLongAsTheRunIsShown(
                    "The alert is no longer shown; of a run that goes on, it is raised again, with a later time."));
    public static final Topic<RunFinished> RUNS_FINISHED = new Topic<>(
            "runs.finished.v1",
            RunFinished.class,
            "runId",
            RunFinished::runId,
            true,
            true,
            List.of(GENERATOR, DETECTOR, TRAINER, METRICS),
            Retention.asLongAsTheRunIsShown(
                    "Whoever starts again takes up the work of a run that is over; how it ended is no longer shown."));

    /** All of them. */
    public static final List<Topic<?>> ALL = List.of(
            RUNS_REQUESTED,
            SAMPLING_TASKS,
            SAMPLES_COLLECTED,
            SAMPLES_CALIBRATION,
            KNOWLEDGE_ITEMS,
            DETECTORS_CALIBRATED,
            SAMPLES_SCORED,
            BATCHES_WEIGHTED,
            BATCHES_PUBLISHED,
            TRAINING_PROGRESS,
            GENERATIONS_TRAINED,
            GENERATIONS_MEASURED,
            COLLAPSE_ALERTS,
            RUNS_FINISHED);

    private static final Map<String, Topic<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Topic::name, Function.identity()));

    private Topics() {}

    /** The topic of a name; empty for one that is not of the contract. */
    public static Optional<Topic<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
