package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.calls.RedisCalls;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Plans the change that some entries make. A run that nobody has requested has no ledger: its entries wait, bounded, and are
 * entered when the request comes; when the run ends first they are forgotten.
 */
final class LedgerPlanner {

    private static final Logger LOG = Logger.getLogger(LedgerPlanner.class);
    private static final int MAX_STRANGERS = 1_000;

    private final RedisCalls redis;
    private final List<LedgerEntry> entries;
    private final LedgerContext context;
    private final long now;
    private final Change change = new Change();
    private final LedgerSteps steps = new LedgerSteps(change);
    private final SortedMap<Integer, RejectedMessageException> refused = new TreeMap<>();
    private final Set<String> early = new HashSet<>();
    private boolean unrequested;

    /** A plan for entries; {@code now} stamps what detectors say. */
    LedgerPlanner(RedisCalls redis, List<LedgerEntry> entries, long now) {
        this.redis = redis;
        this.entries = entries;
        this.now = now;
        context = LedgerContext.read(redis, entries);
    }

    LedgerPlan plan() {
        context.runs().forEach((runId, run) -> {
            if (!run.removed()) {
                change.expect(RedisKeys.ledger(runId), Fields.REMOVED, null);
            }
        });
        entries.forEach(this::meet);
        for (int number = 0; number < entries.size(); number++) {
            try {
                enter(entries.get(number));
            } catch (RejectedMessageException e) {
                refused.put(number, e);
            } catch (RuntimeException e) { // whatever it is, it is this entry's
                refused.put(number, new RejectedMessageException("the record cannot be entered: " + e, e));
            }
        }
        steps.complete();
        return new LedgerPlan(change, now, refused, unrequested);
    }

    /** Makes a run known that nobody had requested, and enters what waited for that. */
    private void meet(LedgerEntry entry) {
        KnownRun run = context.run(entry.runId());
        RunRequested request =
                switch (entry) {
                    case LedgerEntry.Requested it -> it.run();
                    case LedgerEntry.Trained it -> it.trained().run();
                    default -> null;
                };
        if (request == null || run.run() != null || run.removed()) {
            return;
        }
        String ledger = RedisKeys.ledger(entry.runId());
        Long bytes = run.earlyBytes();
        change.expect(ledger, Fields.RUN, null);
        change.expect(RedisKeys.EARLY, entry.runId(), bytes == null ? null : bytes.toString());
        run.requested(request);
        steps.requested(new LedgerEntry.Requested(request), now);
        change.changed(entry.runId());
        if (bytes != null) {
            for (Response waiting : redis.call(Command.HVALS, RedisKeys.early(entry.runId()))) {
                enterWaiting(StoredJson.read(waiting.toString(), LedgerEntry.class));
            }
            change.call("UNLINK", RedisKeys.early(entry.runId()));
            change.call("HDEL", RedisKeys.EARLY, entry.runId());
        }
    }

    private void enterWaiting(LedgerEntry entry) {
        try {
            enter(entry);
        } catch (RejectedMessageException e) {
            LOG.warnf("an entry that waited for its run's request is dropped: %s", e.getMessage());
        }
    }

    private void enter(LedgerEntry entry) {
        KnownRun run = context.run(entry.runId());
        hear(entry);
        if (run.removed()) {
            return;
        }
        if (run.run() == null) {
            enterEarly(entry, run);
            return;
        }
        switch (entry) {
            case LedgerEntry.Requested it -> steps.requested(it, now);
            case LedgerEntry.Finished it -> steps.finished(it, run);
            case LedgerEntry.OfGeneration it -> {
                LedgerLimits.check(it, run);
                steps.enter(it, run);
            }
        }
        change.changed(entry.runId());
    }

    /** A detector that says anything, of whatever run, is there. */
    private void hear(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.Scored it -> change.heard(it.detectorId());
            case LedgerEntry.Calibrated it -> change.heard(it.detectorId());
            default -> {}
        }
    }

    private void enterEarly(LedgerEntry entry, KnownRun run) {
        String ledger = RedisKeys.ledger(entry.runId());
        if (entry instanceof LedgerEntry.Finished it) {
            change.expect(ledger, Fields.RUN, null);
            change.call("HSET", ledger, Fields.FINISHED, StoredJson.write(it.end()));
            change.call("UNLINK", RedisKeys.early(entry.runId()));
            change.call("HDEL", RedisKeys.EARLY, entry.runId());
            change.step("stranger", entry.runId(), RedisKeys.STRANGERS, RedisKeys.ledger(""), MAX_STRANGERS);
        } else if (!run.finished()) {
            unrequested = true;
            checkRoom(entry, run);
            if (early.add(entry.runId())) {
                change.expect(ledger, Fields.RUN, null);
                change.expect(ledger, Fields.FINISHED, null);
            }
            change.gather(
                    List.of("early", entry.runId(), RedisKeys.early(entry.runId())),
                    name(entry),
                    StoredJson.write(entry.withoutShown()));
        }
    }

    private void checkRoom(LedgerEntry entry, KnownRun run) {
        boolean first = run.earlyBytes() == null && !early.contains(entry.runId());
        if (first && context.earlyRuns() + early.size() >= LedgerLimits.MAX_EARLY_RUNS) {
            throw new RejectedMessageException("nobody has requested the run " + entry.runId() + ", and "
                    + LedgerLimits.MAX_EARLY_RUNS
                    + " runs wait for their request already; publish its RunRequested, then"
                    + " this record again");
        }
        if (run.earlyBytes() != null && run.earlyBytes() >= LedgerLimits.MAX_EARLY_BYTES) {
            throw new RejectedMessageException("nobody has requested the run " + entry.runId() + ", and "
                    + run.earlyBytes()
                    + " bytes wait for its request already; publish its RunRequested, then this record"
                    + " again");
        }
    }

    /** What an early entry speaks of; a later one of the same name takes its place. */
    private static String name(LedgerEntry entry) {
        List<Object> words = new ArrayList<>(List.of(entry.getClass().getSimpleName()));
        if (entry instanceof LedgerEntry.OfGeneration it) {
            words.add(it.generation().generation());
        }
        switch (entry) {
            case LedgerEntry.Collected it -> words.add(it.sampleId());
            case LedgerEntry.DeadLettered it -> words.add(it.sampleId());
            case LedgerEntry.Scored it -> words.addAll(List.of(it.detectorId(), it.sampleId()));
            case LedgerEntry.Text it -> words.add(it.index());
            case LedgerEntry.Calibrated it -> words.add(it.detectorId());
            case LedgerEntry.Alerted it -> words.add(it.alert().rule());
            case LedgerEntry.Batch it -> words.add(it.sequence());
            default -> {}
        }
        return String.join(" ", words.stream().map(String::valueOf).toList());
    }
}
