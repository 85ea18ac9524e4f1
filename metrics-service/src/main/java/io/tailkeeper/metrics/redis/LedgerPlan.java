package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.util.SortedMap;

/** A change that some entries make, planned by what Redis held; nothing is made yet. */
public final class LedgerPlan {

    private final Change change;
    private final long now;
    private final SortedMap<Integer, RejectedMessageException> refused;
    private final boolean unrequested;

    LedgerPlan(Change change, long now, SortedMap<Integer, RejectedMessageException> refused, boolean unrequested) {
        this.change = change;
        this.now = now;
        this.refused = refused;
        this.unrequested = unrequested;
    }

    /** The entries that are refused, by their number, and why. */
    public SortedMap<Integer, RejectedMessageException> refused() {
        return refused;
    }

    /** Whether some entries are about a run that nobody has requested, as far as Redis knows. */
    public boolean unrequested() {
        return unrequested;
    }

    Change change() {
        return change;
    }

    long now() {
        return now;
    }
}
