package io.tailkeeper.generator;

import io.tailkeeper.contracts.RunFinished;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that failed or were cancelled: their work is dropped. Safe for use by several threads. */
public final class EndedRuns {

    private final Set<String> runIds = ConcurrentHashMap.newKeySet();

    public void note(RunFinished run) {
        if (run.status() != RunFinished.Status.COMPLETED) {
            runIds.add(run.runId());
        }
    }

    public boolean contains(String runId) {
        return runIds.contains(runId);
    }
}
