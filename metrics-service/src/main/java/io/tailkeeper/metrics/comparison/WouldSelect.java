package io.tailkeeper.metrics.comparison;

import io.tailkeeper.contracts.SelectionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What a run's selection makes of a detector's probabilities: exactly what the trainer would have drawn with them, the
 * same random numbers included. For the deciding detector it is the selection that was trained on.
 *
 * @param selection the figures of the selection; null when it fails
 * @param sharedWeight share of the weight in the deciding detector's selection that is in this one too; a drawn copy
 *     weighs 1; null for the deciding detector, and when one of the two selections fails
 * @param sharedDocuments share of the documents in the deciding detector's selection that are in this one too, copies
 *     not counted; null as above
 * @param failure why the run would have ended here: no sample has weight; null when the selection does not fail
 */
public record WouldSelect(
        @Nullable SelectionSummary selection,
        @Nullable Double sharedWeight,
        @Nullable Double sharedDocuments,
        @Nullable String failure) {}
