package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.metrics.comparison.DetectorFigures;
import io.tailkeeper.metrics.comparison.DueComparison;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.selection.Candidate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the figures of detectors that have scored a whole pool. That takes ten seconds of a core for the largest pools, so it
 * has a thread of its own: nothing that is published waits for it.
 */
public final class Comparisons {

    private final RedisCalls redis;
    private final RunStore store;
    private final Set<String> due = new LinkedHashSet<>();

    public Comparisons(RedisCalls redis) {
        this.redis = redis;
        store = new RunStore(redis);
    }

    /** A run has detectors to compare. */
    void offer(String runId) {
        synchronized (due) {
            due.add(runId);
        }
    }

    /** Compares what is due; to be called by one thread. */
    public void work() {
        for (Optional<String> next = next(); next.isPresent(); next = next()) {
            compareAll(next.get());
        }
    }

    private Optional<String> next() {
        synchronized (due) {
            Optional<String> first = due.stream().findFirst();
            first.ifPresent(due::remove);
            return first;
        }
    }

    private void compareAll(String runId) {
        Optional<DueComparison> comparison = find(runId);
        while (comparison.isPresent()) {
            compare(comparison.get());
            comparison = find(runId);
        }
    }

    private Optional<DueComparison> find(String runId) {
        return store.find(runId).flatMap(account -> account.findComparison());
    }

    private void compare(DueComparison due) {
        GenerationKey generation = new GenerationKey(due.run().runId(), due.generation());
        int pool = due.run().specification().data().pooledDocuments(due.generation());
        List<Candidate> decided = store.candidates(generation, due.decidingId(), pool);
        DetectorFigures figures =
                due.compare(due.deciding() ? decided : store.candidates(generation, due.detectorId(), pool), decided);
        Change change = new Change();
        String ledger = RedisKeys.ledger(generation.runId());
        change.expect(ledger, Fields.of(generation, Fields.SCORED, due.detectorId()), Integer.toString(pool));
        change.call("HSET", ledger, Fields.of(generation, Fields.FIGURES, due.detectorId()), StoredJson.write(figures));
        if (!due.deciding()) { // whose probabilities stay: a shadow may begin to score when the run is over
            List<String> keys = RunStore.scoreKeys(generation, due.detectorId(), pool);
            change.call("UNLINK", keys);
            change.call("UNLINK", RedisKeys.scores(generation, due.detectorId()) + ":others");
        }
        change.changed(generation.runId());
        boolean unused = change.make(redis, 0).isEmpty(); // else it has more samples by now, and no figures
    }
}
