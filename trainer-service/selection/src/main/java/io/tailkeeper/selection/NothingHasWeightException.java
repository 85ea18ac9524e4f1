package io.tailkeeper.selection;

/** A pool without a single sample that could be selected; the message says why and how to mend it. */
public class NothingHasWeightException extends RuntimeException {

    NothingHasWeightException(String reason) {
        super(reason);
    }
}
