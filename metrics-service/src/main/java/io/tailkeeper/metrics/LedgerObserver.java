package io.tailkeeper.metrics;

import java.util.List;

/** Is told what has changed in the ledger, a few times a second at most; must return quickly and not throw. */
public interface LedgerObserver {

    /**
     * The ledger has changed.
     *
     * @param runs the runs that changed since the last call, or, the first time, all that are known; as they stand now
     * @param events what happened to them; nothing of what was known when the service started
     */
    void changed(List<RunView> runs, List<LedgerEvent> events);
}
