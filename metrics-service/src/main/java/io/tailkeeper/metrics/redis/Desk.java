package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.Measurement;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.RunAccount;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at the runs that changed and at those that wait for the end of a patience: measures what is due, raises alerts, ends runs,
 * and shows how they stand. Works only in the instance that holds the lease. For one thread.
 */
public final class Desk {

    private static final int MAX_RUNS = 100;
    private static final long UNCHANGED = -1;
    private static final Duration WAITING_PAUSE = Duration.ofSeconds(1);

    private final RedisCalls redis;
    private final Lease lease;
    private final CaughtUp caughtUp;
    private final Comparisons comparisons;
    private final DeskSettings settings;
    private final RunStore store;
    private final RedisLedger ledger;
    private final RunBoard board;
    private Instant waitingSeen = Instant.MIN;

    public Desk(RedisCalls redis, Lease lease, CaughtUp caughtUp, Comparisons comparisons, DeskSettings settings) {
        this.redis = redis;
        this.lease = lease;
        this.caughtUp = caughtUp;
        this.comparisons = comparisons;
        this.settings = settings;
        store = new RunStore(redis);
        ledger = new RedisLedger(redis, settings.clock());
        board = new RunBoard(redis, settings.mostEvents());
    }

    /**
     * Looks once at what is to be looked at. What is handed to a consumer that returns is entered and not handed over again;
     * what one throws on is handed over again the next time.
     */
    public void work(Outlets outlets) {
        Optional<String> token = lease.token();
        if (token.isEmpty() || !caughtUp.reached()) {
            return;
        }
        boolean deciding = redis.call(Command.EXISTS, RedisKeys.COMPLETE).toInteger() == 1;
        Map<String, Long> due = changed();
        if (deciding) {
            waiting().forEach(runId -> due.putIfAbsent(runId, UNCHANGED));
        }
        due.forEach((runId, revision) -> {
            if (deciding) {
                decide(runId, outlets);
            } else { // it is decided about when everything is shown
                redis.call(Command.SADD, RedisKeys.WAITING, runId);
            }
            store.find(runId).ifPresent(account -> board.show(token.get(), revision, account.view(), deciding));
        });
        if (!deciding) {
            caughtUp.complete();
        }
    }

    private Map<String, Long> changed() {
        Response entries = redis.call(Command.ZRANGE, RedisKeys.CHANGED, 0, MAX_RUNS - 1, "WITHSCORES");
        Map<String, Long> changed = new LinkedHashMap<>();
        RedisCalls.pairs(entries)
                .forEach((runId, revision) ->
                        changed.put(runId, revision.toDouble().longValue()));
        return changed;
    }

    private Iterable<String> waiting() {
        Instant now = settings.clock().instant();
        if (now.isBefore(waitingSeen.plus(WAITING_PAUSE))) {
            return List.of();
        }
        waitingSeen = now;
        return redis.call(Command.SMEMBERS, RedisKeys.WAITING).stream()
                .map(Response::toString)
                .toList();
    }

    private void decide(String runId, Outlets outlets) {
        Optional<RunAccount> account = store.find(runId);
        while (account.isPresent()) {
            switch (decision(account.get())) {
                case MeasuringDesk.Measure it -> measure(account.get(), it.measurement(), outlets);
                case MeasuringDesk.Raise it -> {
                    outlets.alerts().accept(it.alert());
                    ledger.enter(new LedgerEntry.Alerted(it.alert()));
                }
                case MeasuringDesk.End it -> end(it.end(), outlets);
                case MeasuringDesk.Wait it -> {
                    await(account.get(), it.waiting());
                    return;
                }
            }
            account = store.find(runId);
        }
    }

    private MeasuringDesk.Decision decision(RunAccount account) {
        String base = account.run().baseRunId();
        return settings.desk()
                .decide(
                        account,
                        base == null ? null : store.find(base).orElse(null),
                        store.heard(account.detectorId()),
                        settings.clock().instant());
    }

    private void measure(RunAccount account, Measurement due, Outlets outlets) {
        GenerationKey generation = due.generationKey();
        OptionalDouble poolAuroc = store.poolAuroc(generation, account.detectorId());
        GenerationMeasured measured;
        try {
            measured =
                    due.measure(store.texts(generation.next()), poolAuroc.isPresent() ? poolAuroc.getAsDouble() : null);
        } catch (IllegalArgumentException | ArithmeticException e) {
            end(
                    settings.desk()
                            .unmeasurable(account, due, e, settings.clock().instant())
                            .end(),
                    outlets);
            return;
        }
        outlets.measures().accept(measured);
        ledger.enter(new LedgerEntry.Measured(measured));
    }

    private void end(RunFinished end, Outlets outlets) {
        outlets.ends().accept(end);
        ledger.enter(new LedgerEntry.Finished(end));
    }

    /** Notes since when the run waits, and has it looked at again while it does. */
    private void await(RunAccount account, MeasuringDesk.Waits waits) {
        String runId = account.run().runId();
        String ledger = RedisKeys.ledger(runId);
        long now = settings.clock().millis();
        boolean comparing = account.findComparison().isPresent();
        if (comparing) {
            comparisons.offer(runId);
        }
        if (waits.unbalanced() != null) {
            redis.call(Command.HSETNX, ledger, Fields.of(waits.unbalanced(), Fields.UNBALANCED), now);
        }
        if (waits.unanswered() != null) {
            redis.call(Command.HSETNX, ledger, Fields.of(waits.unanswered(), Fields.UNANSWERED), now);
        }
        account.generations().forEach((number, generation) -> {
            boolean unanswered =
                    waits.unanswered() != null && waits.unanswered().generation() == number;
            if (!unanswered && generation.waiting().unanswered() != null) {
                redis.call(Command.HDEL, ledger, Fields.of(number, Fields.UNANSWERED));
            }
        });
        boolean waiting = comparing || !waits.nothing();
        redis.call(waiting ? Command.SADD : Command.SREM, RedisKeys.WAITING, runId);
    }
}
