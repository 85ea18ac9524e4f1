package io.tailkeeper.trainer;

/** A generation cannot be trained and trying again would not help; the message says what, where and how to mend. */
public class TrainingFailedException extends RuntimeException {

    public TrainingFailedException(String reason) {
        super(reason);
    }

    public TrainingFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
