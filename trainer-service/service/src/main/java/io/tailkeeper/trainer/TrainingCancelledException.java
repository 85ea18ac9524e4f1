package io.tailkeeper.trainer;

/** A training stopped because its watcher no longer wanted the result. */
public class TrainingCancelledException extends RuntimeException {

    public TrainingCancelledException() {
        super("cancelled");
    }
}
