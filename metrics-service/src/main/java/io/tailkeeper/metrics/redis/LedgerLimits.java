package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.CollapseAlert;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.redis.layout.Fields;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger refuses, so that nobody can make it grow by naming things: a run's request says what belongs to it. */
final class LedgerLimits {

    static final int MAX_EARLY_RUNS = 32;
    static final long MAX_EARLY_BYTES = 4L << 20;
    static final int MAX_DETECTORS = 32;
    static final int MAX_BATCHES = 1 << 24;
    static final int SAMPLES_BESIDE_THE_POOL = 1 << 16;

    private LedgerLimits() {}

    /** Refuses an entry that belongs to nothing that its run has asked for. */
    static void check(LedgerEntry.OfGeneration entry, KnownRun run) {
        GenerationKey generation = entry.generation();
        int last = run.request().specification().generations();
        boolean next = entry instanceof LedgerEntry.Text || entry instanceof LedgerEntry.Calibrated;
        if (generation.generation() > (next ? last + 1 : last)) {
            throw new RejectedMessageException(
                    generation + ": the run asks for generations 0 to " + last + " and no others");
        }
        switch (entry) {
            case LedgerEntry.Collected it -> checkSamples(run, it.generation(), Fields.COLLECTED);
            case LedgerEntry.DeadLettered it -> checkSamples(run, it.generation(), Fields.DEAD);
            case LedgerEntry.Scored it -> checkSamples(run, it.generation(), Fields.SCORED + ":" + it.detectorId());
            case LedgerEntry.Batch it -> checkBatch(it);
            case LedgerEntry.Text it -> checkTotal(run, it);
            case LedgerEntry.Alerted it -> checkRule(run, it.alert());
            default -> {}
        }
    }

    private static void checkSamples(KnownRun run, GenerationKey generation, String counted) {
        long most = 2L * run.pool(generation) + SAMPLES_BESIDE_THE_POOL;
        if (run.number(Fields.of(generation, counted)) >= most) {
            throw new RejectedMessageException(generation + " has " + most + " samples, and its pool is complete with "
                    + run.pool(generation) + "; no more are counted");
        }
    }

    private static void checkBatch(LedgerEntry.Batch batch) {
        if (batch.sequence() >= MAX_BATCHES) {
            throw new RejectedMessageException(batch.generation() + ": batch " + batch.sequence()
                    + " is beyond the largest sequence number that is counted, " + (MAX_BATCHES - 1));
        }
    }

    private static void checkRule(KnownRun run, CollapseAlert alert) {
        if (run.request().specification().alertsOf(run.request().arm()).stream()
                .noneMatch(rule -> rule.id().equals(alert.rule()))) {
            throw new RejectedMessageException("alert " + alert.key() + ": the run has no such rule");
        }
    }

    private static void checkTotal(KnownRun run, LedgerEntry.Text text) {
        long earlier = run.number(Fields.of(text.generation(), Fields.TOTAL));
        if (earlier != 0 && earlier != text.total()) {
            throw new RejectedMessageException("calibration part " + text.generation() + ": sample " + text.index()
                    + " says " + text.total() + " samples, earlier ones say " + earlier);
        }
        long most = 2L * run.request().specification().data().calibrationDocuments();
        if (text.total() > most) {
            throw new RejectedMessageException("calibration part " + text.generation() + ": sample " + text.index()
                    + " says " + text.total() + " samples, the run asks for " + most);
        }
    }

    /** The detectors of a generation with one more, or the same; the deciding one always finds room. */
    static String withDetector(
            @Nullable String detectors, GenerationKey generation, String detectorId, boolean deciding) {
        if (detectors == null) {
            return detectorId;
        }
        List<String> known = Arrays.asList(detectors.split("\n"));
        if (known.contains(detectorId)) {
            return detectors;
        }
        if (known.size() >= MAX_DETECTORS && !deciding) {
            throw new RejectedMessageException(generation + " has scores of " + known.size()
                    + " detectors already; no others are kept, and \"" + detectorId + "\" is one more");
        }
        return detectors + "\n" + detectorId;
    }
}
