package io.tailkeeper.metrics.redis;

import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The ledger of all runs, which Redis holds: entries go in, in any order and any number of times, and several instances
 * share it. Safe for use by several threads.
 */
public final class RedisLedger {

    private final RedisCalls redis;
    private final InstantSource clock;

    public RedisLedger(RedisCalls redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Plans what some entries change; {@link LedgerOffsets#enter} makes it. */
    public LedgerPlan plan(List<LedgerEntry> entries) {
        return new LedgerPlanner(redis, entries, clock.millis()).plan();
    }

    /** Whether the ledger holds everything below these offsets. */
    public boolean holds(Map<String, Long> ends) {
        return LedgerGoal.of(redis, ends).missing(redis).isEmpty();
    }

    /** Enters what this service has found out itself. */
    void enter(LedgerEntry entry) {
        boolean made = false;
        while (!made) {
            LedgerPlan plan = plan(List.of(entry));
            made = plan.change().make(redis, plan.now()).isEmpty();
        }
    }
}
