package io.tailkeeper.trainer;

import io.tailkeeper.contracts.topics.RejectedMessageException;

/**
 * What waits for runs that nobody has requested yet.
 *
 * @param spools files that hold it
 * @param texts samples and held-out documents
 */
record Waiting(int spools, long texts) {

    static final Waiting NOTHING = new Waiting(0, 0);

    /** Most texts that wait. */
    static final int MAX_TEXTS = 200_000;

    /** Most files that hold them, each open. */
    static final int MAX_SPOOLS = 256;

    /** With one spool more. */
    Waiting plus(int more) {
        return new Waiting(spools + 1, texts + more);
    }

    Waiting plus(Waiting other) {
        return new Waiting(spools + other.spools, texts + other.texts);
    }

    boolean full() {
        return texts >= MAX_TEXTS || spools > MAX_SPOOLS;
    }

    /**
     * Refuses one more text of a run when there is no room for it.
     *
     * @param spoolIsOpen whether its file counts already
     * @throws RejectedMessageException when it is full
     */
    void requireRoomFor(String runId, boolean spoolIsOpen) {
        if ((spoolIsOpen ? this : plus(0)).full()) {
            throw new RejectedMessageException("run " + runId + " is not known, and " + texts + " texts in " + spools
                    + " spools wait for their runs already; publish its RunRequested first");
        }
    }
}
