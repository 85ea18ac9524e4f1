package io.tailkeeper.contracts;

import io.tailkeeper.contracts.checks.Checks;

/** One generation of one run; its text form {@code runId:generation} is the key of several topics. */
public record GenerationKey(String runId, int generation) implements Comparable<GenerationKey> {

    public GenerationKey {
        Checks.runId("runId", runId);
        Checks.within("generation", generation, 0, 1_001);
    }

    /** The generation after this one. */
    public GenerationKey next() {
        return new GenerationKey(runId, generation + 1);
    }

    @Override
    public int compareTo(GenerationKey other) {
        int byRun = runId.compareTo(other.runId);
        return byRun != 0 ? byRun : Integer.compare(generation, other.generation);
    }

    @Override
    public String toString() {
        return runId + ":" + generation;
    }
}
