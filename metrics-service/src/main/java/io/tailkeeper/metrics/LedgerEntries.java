package io.tailkeeper.metrics;

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
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.page.Excerpt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the entries of the ledger out of messages. */
public final class LedgerEntries {

    private LedgerEntries() {}

    /** What is kept of a message; nothing of held-out parts. */
    public static Optional<LedgerEntry> of(Object message) {
        return Optional.ofNullable(
                switch (message) {
                    case RunRequested run -> new LedgerEntry.Requested(run);
                    case RunFinished end -> new LedgerEntry.Finished(end);
                    case SampleCollected sample -> new LedgerEntry.Collected(sample.generationKey(), sample.sampleId());
                    case SampleScored scored -> scored(scored);
                    case CalibrationSample sample -> text(sample);
                    case DetectorCalibrated calibrated ->
                        new LedgerEntry.Calibrated(
                                calibrated.generationKey(),
                                calibrated.detectorId(),
                                DetectorView.Calibration.of(calibrated));
                    case WeightedBatch batch ->
                        new LedgerEntry.Batch(batch.generationKey(), batch.sequence(), ShownTexts.weights(batch));
                    case BatchesPublished published ->
                        new LedgerEntry.Published(published.generationKey(), published.batches());
                    case TrainingProgress progress -> new LedgerEntry.Progress(progress);
                    case GenerationTrained trained -> new LedgerEntry.Trained(trained);
                    case GenerationMeasured measured -> new LedgerEntry.Measured(measured);
                    case CollapseAlert alert -> new LedgerEntry.Alerted(alert);
                    default ->
                        throw new IllegalArgumentException("the ledger keeps nothing of a "
                                + message.getClass().getSimpleName());
                });
    }

    private static LedgerEntry.Scored scored(SampleScored message) {
        SampleCollected sample = message.sample();
        return new LedgerEntry.Scored(
                sample.generationKey(),
                message.detectorId(),
                sample.sampleId(),
                message.syntheticProbability(),
                sample.provenance().source(),
                ShownTexts.of(sample));
    }

    private static LedgerEntry.@Nullable Text text(CalibrationSample sample) {
        return sample.part() == CalibrationSample.Part.CALIBRATION
                ? new LedgerEntry.Text(
                        sample.generationKey(),
                        sample.index(),
                        sample.total(),
                        sample.machineWritten(),
                        sample.text(),
                        sample.tokens(),
                        ShownTexts.pairs(sample.generationKey(), sample.index(), sample.total())
                                ? Excerpt.of(sample.prompt())
                                : null)
                : null;
    }
}
