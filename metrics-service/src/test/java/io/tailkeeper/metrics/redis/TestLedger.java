package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationMeasured;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.LedgerEntries;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.MeasuringDesk;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.view.DetectorView;
import io.tailkeeper.metrics.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ledger as one instance of the service keeps it, with a clock in the hand of the test and nobody to publish to. */
final class TestLedger {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    final List<GenerationMeasured> measures = new ArrayList<>();
    final List<CollapseAlert> alerts = new ArrayList<>();
    final List<RunFinished> ends = new ArrayList<>();
    final RunViews views;
    final CaughtUp caughtUp;

    private final RedisCalls redis;
    private final RedisLedger ledger;
    private final LedgerOffsets offsets;
    private final Lease lease;
    private final Comparisons comparisons;
    private final Desk desk;
    private Instant now = NOW;

    TestLedger(RedisCalls redis) {
        this(redis, Duration.ofSeconds(20));
    }

    TestLedger(RedisCalls redis, Duration booksPatience) {
        this.redis = redis;
        InstantSource clock = () -> now;
        ledger = new RedisLedger(redis, clock);
        offsets = new LedgerOffsets(redis);
        lease = new Lease(redis, Duration.ofMinutes(1));
        caughtUp = new CaughtUp(redis);
        comparisons = new Comparisons(redis);
        views = new RunViews(redis, caughtUp);
        MeasuringDesk measuring = new MeasuringDesk(booksPatience, Duration.ofMinutes(10), Duration.ofMinutes(15));
        desk = new Desk(redis, lease, caughtUp, comparisons, new DeskSettings(measuring, clock, 1_000));
        lease.renew();
        caughtUp.look(Map::of);
        work(NOW);
        caughtUp.look(Map::of);
    }

    /** Enters messages; none may be refused. */
    void record(List<?> messages) {
        SortedMap<Integer, RejectedMessageException> refused = enter(messages.stream()
                .flatMap(message -> LedgerEntries.of(message).stream())
                .toList());
        if (!refused.isEmpty()) {
            throw refused.get(refused.firstKey());
        }
    }

    void record(Object... messages) {
        record(List.of(messages));
    }

    /** Enters what it can; gives what is refused. */
    SortedMap<Integer, RejectedMessageException> enter(List<? extends LedgerEntry> entries) {
        LedgerPlan plan = ledger.plan(List.copyOf(entries));
        LedgerOffsets.Outcome outcome = offsets.enter(plan, List.of());
        if (outcome != LedgerOffsets.Outcome.ENTERED) {
            throw new IllegalStateException(outcome.toString());
        }
        return plan.refused();
    }

    /** What is entered from now on comes at a moment. */
    void at(Instant moment) {
        now = moment;
    }

    /** Works as at a moment, until there is nothing to do. */
    void work(Instant moment) {
        work(moment, measures::add);
    }

    void work(Instant moment, Consumer<GenerationMeasured> publisher) {
        now = moment;
        Outlets outlets = new Outlets(publisher, alerts::add, ends::add);
        desk.work(outlets);
        desk.work(outlets);
    }

    /** Works on without measuring or ending anything: only what is shown changes. */
    void show() {
        work(now);
    }

    void compare() {
        show();
        comparisons.work();
        show();
    }

    Optional<RunView> findRun(String runId) {
        return new RunStore(redis).find(runId).map(account -> account.view());
    }

    List<DetectorView> detectors(String runId) {
        compare();
        return findRun(runId).orElseThrow().detectors();
    }

    GenerationMeasured measured(String runId, int generation) {
        GenerationKey key = new GenerationKey(runId, generation);
        return measures.stream()
                .filter(measured -> measured.generationKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    static LedgerEntry.Collected collected(String runId, String sampleId) {
        return new LedgerEntry.Collected(new GenerationKey(runId, 0), sampleId);
    }

    static LedgerEntry.DeadLettered deadLettered(String runId, String sampleId) {
        return new LedgerEntry.DeadLettered(new GenerationKey(runId, 0), sampleId);
    }

    /** The keys that Redis holds. */
    Stream<String> keys() {
        return redis.call(io.vertx.redis.client.Command.KEYS, "*").stream().map(Object::toString);
    }
}
