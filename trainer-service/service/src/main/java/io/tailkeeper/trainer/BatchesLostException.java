package io.tailkeeper.trainer;

import io.tailkeeper.contracts.BatchesPublished;

/** The batches are no longer where they were published, or they are others; they have to be published again. */
public class BatchesLostException extends RuntimeException {

    public BatchesLostException(BatchesPublished published, String reason) {
        super("the batches of generation " + published.generationKey() + " are not as they were announced on partition "
                + published.partition() + " between offsets " + published.firstOffset() + " and "
                + published.lastOffset() + ": " + reason);
    }
}
