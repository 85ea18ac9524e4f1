package io.tailkeeper.metrics;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.Evaluation;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TokensTrained;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.specification.AlertRule;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every message of a run that the metrics service reads, made up but lawful; equal names give equal messages. */
public final class FakeRun {

    private static final int BATCHES = 8;
    private static final String DETECTOR = "encoder";

    private final RunRequested request;

    public FakeRun(String runId, String baseRunId) {
        this(runId, "tiny", "baseline", baseRunId, 2);
    }

    public FakeRun(String runId, String experimentId, String arm, String baseRunId, int generations) {
        this(
                runId,
                experimentId,
                arm,
                baseRunId,
                generations,
                Specifications.specification().selection());
    }

    /** Two generations of its own, selected as stated. */
    public FakeRun(String runId, SelectionSpecification selection) {
        this(runId, "tiny", "baseline", null, 2, selection);
    }

    private FakeRun(
            String runId,
            String experimentId,
            String arm,
            String baseRunId,
            int generations,
            SelectionSpecification selection) {
        RunSpecification longer = Specifications.with(Specifications.specification(), "generations", generations);
        request = new RunRequested(
                runId,
                experimentId,
                arm,
                baseRunId,
                Instant.parse("2026-11-21T08:00:00Z"),
                Specifications.with(longer, "selection", selection));
    }

    private FakeRun(RunRequested request) {
        this.request = request;
    }

    /** The same run under rules of its own. */
    public FakeRun judgedBy(AlertRule... rules) {
        return changed(Specifications.with(request.specification(), "alerts", List.of(rules)));
    }

    /** A run of the same name with another specification. */
    public FakeRun changed(RunSpecification specification) {
        return new FakeRun(new RunRequested(
                request.runId(),
                request.experimentId(),
                request.arm(),
                request.baseRunId(),
                request.requestedAt(),
                specification));
    }

    public RunRequested request() {
        return request;
    }

    public String runId() {
        return request.runId();
    }

    public int generations() {
        return request.specification().generations();
    }

    /** All messages, in an order in which they could happen; an adopted generation 0 has no samples. */
    public List<Object> messages() {
        List<Object> messages = new ArrayList<>();
        messages.add(request);
        for (int generation = 0; generation <= generations(); generation++) {
            if (!adopted(generation)) {
                messages.addAll(collected(generation));
                messages.addAll(scored(generation));
                messages.addAll(batches(generation));
                messages.add(new TrainingProgress(
                        runId(), generation, TrainingProgress.Phase.TRAINING, 8, 8, 3.5, 20_000.0));
            }
            messages.add(trained(generation));
            messages.addAll(calibration(generation + 1));
            messages.add(calibrated(generation + 1));
        }
        return messages;
    }

    public List<SampleCollected> collected(int generation) {
        int human = request.specification().data().humanDocuments(generation);
        int pooled = request.specification().data().pooledDocuments(generation);
        List<SampleCollected> samples = new ArrayList<>();
        for (int index = 0; index < pooled; index++) {
            samples.add(new SampleCollected(
                    SampleCollected.id(new GenerationKey(runId(), generation), index),
                    runId(),
                    generation,
                    "a prompt",
                    "a text of " + index,
                    index < human ? Provenance.HUMAN : Provenance.synthetic(generation - 1)));
        }
        return samples;
    }

    /** Scores that rank every machine-written sample above every human one but a quarter of each, which tie. */
    public List<SampleScored> scored(int generation) {
        return collected(generation).stream()
                .map(sample -> {
                    boolean human = sample.provenance().source() == Provenance.Source.HUMAN;
                    boolean tied = sample.text().hashCode() % 4 == 0; // the same in every run
                    double probability = generation == 0 || tied ? 0.5 : human ? 0.1 : 0.9;
                    return new SampleScored(sample, DETECTOR, "1", probability, 0);
                })
                .toList();
    }

    /** Scores of another detector, a little apart from those. */
    public List<SampleScored> shadow(String detectorId, int generation) {
        return scored(generation).stream()
                .map(scored -> {
                    double apart = new Random(scored.sample().sampleId().hashCode()).nextGaussian() / 8;
                    double probability = Math.clamp(scored.syntheticProbability() + apart, 0, 1);
                    return new SampleScored(scored.sample(), detectorId, "1", probability, 0);
                })
                .toList();
    }

    public List<WeightedBatch> batches(int generation) {
        List<WeightedBatch> batches = new ArrayList<>();
        WeightedSample sample = new WeightedSample("x", "p", "t", 1, 1, Provenance.Source.HUMAN);
        for (int sequence = 0; sequence < BATCHES; sequence++) {
            batches.add(new WeightedBatch(runId(), generation, sequence, BATCHES, List.of(sample)));
        }
        return batches;
    }

    /** The labelled part of a generation; the model's words get fewer with every generation. */
    public List<CalibrationSample> calibration(int generation) {
        int documents = request.specification().data().calibrationDocuments();
        List<CalibrationSample> samples = new ArrayList<>();
        for (int index = 0; index < 2 * documents; index++) {
            boolean machine = index >= documents;
            int words = machine ? Math.max(4, 60 >> (generation - 1)) : 80;
            Random random = new Random(31L * index + (machine ? generation : 0));
            StringBuilder text = new StringBuilder();
            List<Integer> tokens = random.ints(12, 0, words).boxed().toList();
            tokens.forEach(token -> text.append(" w").append(token));
            samples.add(new CalibrationSample(
                    runId(),
                    generation,
                    CalibrationSample.Part.CALIBRATION,
                    index,
                    2 * documents,
                    "a prompt",
                    text.toString(),
                    machine,
                    new TextTokens(tokens, machine ? Collections.nCopies(12, Math.min(1, 0.25 * generation)) : null)));
        }
        return samples;
    }

    public DetectorCalibrated calibrated(int generation) {
        return new DetectorCalibrated(
                runId(),
                generation,
                DETECTOR,
                "1",
                List.of(0.5, -0.5),
                0.1,
                1.2,
                new DetectorQuality(64, 0.8 + 0.01 * generation, 0.2, 0.4, 0.1, 0.05),
                true);
    }

    public GenerationTrained trained(int generation) {
        int pooled = request.specification().data().pooledDocuments(generation);
        return new GenerationTrained(
                request,
                generation,
                new CheckpointReference(URI.create("file:/checkpoint"), "0".repeat(64), generation),
                adopted(generation),
                new TokensTrained(1_000, 24L * generation),
                BATCHES,
                3.2,
                0.01,
                new SelectionSummary(pooled, 0, pooled, pooled, 0, 0.5, 0.75),
                new Evaluation(16, 256, 40 * (1 + 0.2 * generation), 0.3, 0.01),
                null,
                Map.of("training", 1.5),
                21_000);
    }

    private boolean adopted(int generation) {
        return generation == 0 && request.baseRunId() != null;
    }
}
