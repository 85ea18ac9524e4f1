package io.tailkeeper.metrics;

import io.tailkeeper.contracts.Books;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import java.util.BitSet;

/** All that is known of one generation of one run. Not safe for use by several threads. */
final class GenerationAccount {

    private static final int LARGEST_SEQUENCE = 1 << 24;

    private final DistinctIds collected;
    private final DistinctIds deadLettered;
    private final GenerationDetectors detectors;
    private final BitSet batches = new BitSet();
    private final CalibrationPart calibrationPart = new CalibrationPart();
    private TrainingProgress progress;
    private GenerationTrained trained;
    private GenerationMeasured measured;

    GenerationAccount(GenerationKey key) {
        String idPrefix = key + ":";
        detectors = new GenerationDetectors(key);
        collected = new DistinctIds(idPrefix);
        deadLettered = new DistinctIds(idPrefix);
    }

    void collected(String sampleId) {
        collected.add(sampleId);
    }

    void deadLettered(String sampleId) {
        deadLettered.add(sampleId);
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

    boolean hasCollected(int samples) {
        return collected.size() >= samples;
    }

    CalibrationPart calibrationPart() {
        return calibrationPart;
    }

    GenerationDetectors detectors() {
        return detectors;
    }

    GenerationTrained trained() {
        return trained;
    }

    GenerationMeasured measured() {
        return measured;
    }

    Books books(String detectorId, SelectionSummary selection) {
        DistinctIds judged = detectors.judged(detectorId);
        return new Books(
                collected.size(),
                judged.size(),
                deadLettered.missingIn(judged),
                selection.pooled(),
                selection.rejected(),
                selection.selected());
    }

    GenerationProgress progress(int generation, int expected, String detectorId) {
        DistinctIds judged = detectors.judged(detectorId);
        return new GenerationProgress(
                generation,
                collected.size(),
                expected,
                judged.size(),
                deadLettered.missingIn(judged),
                detectors.calibrated(detectorId) != null,
                batches.cardinality(),
                progress == null ? null : progress.phase(),
                progress == null ? null : progress.done(),
                progress == null ? null : progress.total(),
                progress == null ? null : progress.loss(),
                progress == null ? null : progress.tokensPerSecond(),
                trained != null);
    }
}
