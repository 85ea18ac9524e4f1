package io.tailkeeper.metrics;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.page.Excerpt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps of one message.
 *
 * <p>Entries may be made in any order and any number of times: of those that differ in what they say of the same thing,
 * the last one counts, all others add up to the same ledger.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(LedgerEntry.Requested.class),
    @JsonSubTypes.Type(LedgerEntry.Finished.class),
    @JsonSubTypes.Type(LedgerEntry.Collected.class),
    @JsonSubTypes.Type(LedgerEntry.DeadLettered.class),
    @JsonSubTypes.Type(LedgerEntry.Scored.class),
    @JsonSubTypes.Type(LedgerEntry.Text.class),
    @JsonSubTypes.Type(LedgerEntry.Calibrated.class),
    @JsonSubTypes.Type(LedgerEntry.Batch.class),
    @JsonSubTypes.Type(LedgerEntry.Published.class),
    @JsonSubTypes.Type(LedgerEntry.Progress.class),
    @JsonSubTypes.Type(LedgerEntry.Trained.class),
    @JsonSubTypes.Type(LedgerEntry.Measured.class),
    @JsonSubTypes.Type(LedgerEntry.Alerted.class)
})
public sealed interface LedgerEntry {

    /** The run it is about. */
    String runId();

    /** The same without what is only shown, for where there is little room. */
    default LedgerEntry withoutShown() {
        return switch (this) {
            case Scored it ->
                new Scored(it.generation(), it.detectorId(), it.sampleId(), it.syntheticProbability(), it.source());
            case Batch it -> new Batch(it.generation(), it.sequence(), null);
            default -> this;
        };
    }

    /** An entry about one generation of a run. */
    sealed interface OfGeneration extends LedgerEntry {

        /** The generation. */
        GenerationKey generation();

        @Override
        default String runId() {
            return generation().runId();
        }
    }

    /** A run is wanted. */
    record Requested(RunRequested run) implements LedgerEntry {

        @Override
        public String runId() {
            return run.runId();
        }
    }

    /** A run is over. */
    record Finished(RunFinished end) implements LedgerEntry {

        @Override
        public String runId() {
            return end.runId();
        }
    }

    /** A sample joined the stream. */
    record Collected(GenerationKey generation, String sampleId) implements OfGeneration {}

    /** A collected sample went to a dead-letter topic. */
    record DeadLettered(GenerationKey generation, String sampleId) implements OfGeneration {}

    /** A detector judged a sample. */
    record Scored(
            GenerationKey generation,
            String detectorId,
            String sampleId,
            double syntheticProbability,
            Provenance.Source source,
            @Nullable SampleText text)
            implements OfGeneration {

        /** One whose text is not known. */
        public Scored(
                GenerationKey generation,
                String detectorId,
                String sampleId,
                double syntheticProbability,
                Provenance.Source source) {
            this(generation, detectorId, sampleId, syntheticProbability, source, null);
        }
    }

    /** What is shown of a sample's text; {@code writtenBy} is null unless it is the run's own. */
    record SampleText(@Nullable Integer writtenBy, Excerpt prompt, Excerpt text) {}

    /** A labelled text, one of {@code total}. */
    record Text(
            GenerationKey generation,
            int index,
            int total,
            boolean machineWritten,
            String text,
            @Nullable TextTokens tokens,
            @Nullable Excerpt prompt)
            implements OfGeneration {}

    /** A detector was calibrated. */
    record Calibrated(GenerationKey generation, String detectorId, DetectorView.Calibration calibration)
            implements OfGeneration {}

    /** A batch is on its way to training; {@code weights} of some of its samples, null where they are not known. */
    record Batch(GenerationKey generation, int sequence, @Nullable SortedMap<String, Double> weights)
            implements OfGeneration {}

    /** All batches of a generation are there. */
    record Published(GenerationKey generation, int batches) implements OfGeneration {}

    /** Where the trainer is. */
    record Progress(TrainingProgress progress) implements OfGeneration {

        @Override
        public GenerationKey generation() {
            return progress.generationKey();
        }
    }

    /** A generation was trained; it carries the run whole, which stands in until the request itself arrives. */
    record Trained(GenerationTrained trained) implements OfGeneration {

        @Override
        public GenerationKey generation() {
            return trained.generationKey();
        }
    }

    /** A generation was measured, by this instance or another one. */
    record Measured(GenerationMeasured measured) implements OfGeneration {

        @Override
        public GenerationKey generation() {
            return measured.generationKey();
        }
    }

    /** An alert was raised, by this instance or another one. */
    record Alerted(CollapseAlert alert) implements OfGeneration {

        @Override
        public GenerationKey generation() {
            return alert.generationKey();
        }
    }
}
