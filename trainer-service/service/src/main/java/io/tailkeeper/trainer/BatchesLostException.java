package io.tailkeeper.trainer;

/** The batches are no longer where they were published, or they are others; they have to be published again. */
public class BatchesLostException extends RuntimeException {

    public BatchesLostException(String message) {
        super(message);
    }
}
