package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** All that is known of one generation of one run. Not safe for use by several threads. */
final class GenerationAccount {

    private static final int LARGEST_SEQUENCE = 1 << 24;

    private final String idPrefix;
    private final DistinctIds collected;
    private final DistinctIds deadLettered;
    private final Map<String, ScoredSamples> scored = new HashMap<>();
    private final Map<String, DetectorCalibrated> calibrated = new HashMap<>();
    private final BitSet batches = new BitSet();
    private final CalibrationPart calibrationPart = new CalibrationPart();
    private TrainingProgress progress;
    private GenerationTrained trained;
    private GenerationMeasured measured;

    GenerationAccount(GenerationKey key) {
        idPrefix = key + ":";
        collected = new DistinctIds(idPrefix);
        deadLettered = new DistinctIds(idPrefix);
    }

    void collected(String sampleId) {
        collected.add(sampleId);
    }

    void deadLettered(String sampleId) {
        deadLettered.add(sampleId);
    }

    void scored(SampleScored message) {
        scored.computeIfAbsent(message.detectorId(), _ -> new ScoredSamples(idPrefix))
                .add(message);
    }

    void calibrated(DetectorCalibrated message) {
        calibrated.put(message.detectorId(), message);
    }

    void batch(WeightedBatch message) {
        if (message.sequence() < LARGEST_SEQUENCE) {
            batches.set(message.sequence());
        }
    }

    void progress(TrainingProgress message) {
        progress = message;
    }

    void trained(GenerationTrained message) {
        trained = message;
    }

    void measured(GenerationMeasured message) {
        measured = message;
    }

    CalibrationPart calibrationPart() {
        return calibrationPart;
    }

    DetectorCalibrated calibrated(String detectorId) {
        return calibrated.get(detectorId);
    }

    GenerationTrained trained() {
        return trained;
    }

    GenerationMeasured measured() {
        return measured;
    }

    OptionalDouble poolAuroc(String detectorId) {
        ScoredSamples samples = scored.get(detectorId);
        return samples == null ? OptionalDouble.empty() : samples.auroc();
    }

    Books books(String detectorId, SelectionSummary selection) {
        DistinctIds judged = judged(detectorId);
        return new Books(
                collected.size(),
                judged.size(),
                deadLettered.missingIn(judged),
                selection.pooled(),
                selection.rejected(),
                selection.selected());
    }

    GenerationProgress progress(int generation, int expected, String detectorId) {
        DistinctIds judged = judged(detectorId);
        return new GenerationProgress(
                generation,
                collected.size(),
                expected,
                judged.size(),
                deadLettered.missingIn(judged),
                calibrated.containsKey(detectorId),
                batches.cardinality(),
                progress == null ? null : progress.phase(),
                progress == null ? null : progress.done(),
                progress == null ? null : progress.total(),
                progress == null ? null : progress.loss(),
                progress == null ? null : progress.tokensPerSecond(),
                trained != null);
    }

    private DistinctIds judged(String detectorId) {
        ScoredSamples samples = scored.get(detectorId);
        return samples == null ? new DistinctIds(idPrefix) : samples.ids();
    }
}
