package io.tailkeeper.metrics.redis;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.TrainingProgress;
import io.tailkeeper.metrics.IdHash;
import io.tailkeeper.metrics.LedgerEntry;
import io.tailkeeper.metrics.ShownTexts;
import io.tailkeeper.metrics.comparison.DueComparison;
import io.tailkeeper.metrics.comparison.ScoreHistogram;
import io.tailkeeper.metrics.redis.layout.Fields;
import io.tailkeeper.metrics.redis.layout.PackedScore;
import io.tailkeeper.metrics.redis.layout.RedisKeys;
import io.tailkeeper.metrics.redis.layout.StoredJson;
import io.tailkeeper.metrics.redis.layout.StoredText;
import io.tailkeeper.metrics.view.LossPoint;
import io.tailkeeper.page.Excerpt;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the entries of runs that somebody has requested into a change, each its own way. */
final class LedgerSteps {

    private final Change change;
    private final Reservoirs shown = new Reservoirs();

    LedgerSteps(Change change) {
        this.change = change;
    }

    void requested(LedgerEntry.Requested entry, long now) {
        change.call("HSET", RedisKeys.ledger(entry.runId()), Fields.RUN, StoredJson.write(entry.run()));
        String detector = entry.run().specification().selection().detectorId();
        change.call("HSETNX", RedisKeys.HEARD, detector, now);
        change.call("ZREM", RedisKeys.STRANGERS, entry.runId());
    }

    void finished(LedgerEntry.Finished entry, KnownRun run) {
        change.call("HSET", RedisKeys.ledger(entry.runId()), Fields.FINISHED, StoredJson.write(entry.end()));
        change.call(
                "UNLINK",
                IntStream.rangeClosed(0, run.request().specification().generations() + 1)
                        .mapToObj(number -> new GenerationKey(entry.runId(), number))
                        .flatMap(key -> Stream.of(RedisKeys.texts(key), RedisKeys.losses(key)))
                        .toList());
        change.call("SREM", RedisKeys.WAITING, entry.runId());
    }

    void enter(LedgerEntry.OfGeneration entry, KnownRun run) {
        GenerationKey generation = entry.generation();
        switch (entry) {
            case LedgerEntry.Collected it -> ids(generation, Fields.COLLECTED, member(run, generation, it.sampleId()));
            case LedgerEntry.DeadLettered it -> dead(it, run);
            case LedgerEntry.Scored it -> scored(it, run);
            case LedgerEntry.Text it -> text(it, run);
            case LedgerEntry.Calibrated it -> calibrated(it, run);
            case LedgerEntry.Batch it -> batch(it);
            case LedgerEntry.Published it -> set(generation, Fields.PUBLISHED, Integer.toString(it.batches()));
            case LedgerEntry.Progress it -> progress(it.progress());
            case LedgerEntry.Trained it -> set(generation, Fields.TRAINED, StoredJson.write(it.trained()));
            case LedgerEntry.Measured it -> measured(it);
            case LedgerEntry.Alerted it ->
                set(generation, Fields.ALERT + ":" + it.alert().rule(), StoredJson.write(it.alert()));
        }
    }

    private void ids(GenerationKey generation, String what, String id) {
        change.gather(
                List.of(
                        "ids",
                        RedisKeys.ledger(generation.runId()),
                        Fields.of(generation, what),
                        RedisKeys.ledger(generation, what)),
                id);
    }

    private static String member(KnownRun run, GenerationKey generation, String sampleId) {
        return DistinctIds.member(generation + ":", run.pool(generation), sampleId);
    }

    private void set(GenerationKey generation, String field, Object value) {
        change.call("HSET", RedisKeys.ledger(generation.runId()), Fields.of(generation, field), value);
    }

    private void progress(TrainingProgress progress) {
        GenerationKey generation = progress.generationKey();
        set(generation, Fields.PROGRESS, StoredJson.write(progress));
        LossPoint.of(progress)
                .ifPresent(point -> change.call(
                        "HSET", RedisKeys.losses(generation), point.place(progress.total()), StoredJson.write(point)));
    }

    private void batch(LedgerEntry.Batch entry) {
        GenerationKey generation = entry.generation();
        ids(generation, Fields.BATCHES, Integer.toString(entry.sequence()));
        if (entry.weights() != null) {
            entry.weights()
                    .forEach((id, weight) -> shown.offer(
                            RedisKeys.weights(generation), IdHash.rank(generation, id), id, weight.toString()));
        }
    }

    /** Writes what was gathered over all entries; to be called once, at the end. */
    void complete() {
        shown.into(change);
    }

    private void dead(LedgerEntry.DeadLettered entry, KnownRun run) {
        GenerationKey generation = entry.generation();
        change.gather(
                List.of(
                        "dead",
                        RedisKeys.ledger(generation.runId()),
                        Fields.of(generation, Fields.DEAD),
                        RedisKeys.ledger(generation, Fields.DEAD),
                        Fields.of(generation, Fields.LOST),
                        RedisKeys.ledger(generation, Fields.SCORED, run.decidingId())),
                member(run, generation, entry.sampleId()));
    }

    private void scored(LedgerEntry.Scored entry, KnownRun run) {
        GenerationKey generation = entry.generation();
        boolean compared = generation.generation() > 0 && run.pool(generation) <= DueComparison.MAX;
        List<Object> heading = List.of(
                "scored",
                RedisKeys.ledger(generation.runId()),
                Fields.of(generation, Fields.SCORED, entry.detectorId()),
                RedisKeys.ledger(generation, Fields.SCORED, entry.detectorId()),
                detector(entry, entry.detectorId(), run) ? Fields.of(generation, Fields.LOST) : "",
                RedisKeys.ledger(generation, Fields.DEAD),
                compared ? RedisKeys.scores(generation, entry.detectorId()) : "",
                RedisKeys.histogram(generation, entry.detectorId()));
        String side = ScoreHistogram.place(entry.source(), entry.syntheticProbability());
        byte[] score = new PackedScore(entry.syntheticProbability(), entry.source()).pack();
        change.gather(heading, member(run, generation, entry.sampleId()), side, score, entry.sampleId());
        if (entry.text() != null && entry.detectorId().equals(run.decidingId())) {
            shown.offer(
                    RedisKeys.shown(generation),
                    IdHash.rank(generation, entry.sampleId()),
                    entry.sampleId(),
                    StoredJson.write(entry));
        }
    }

    /** Lists a detector among those of the generation; whether it is the deciding one. */
    private boolean detector(LedgerEntry.OfGeneration entry, String detectorId, KnownRun run) {
        String field = Fields.of(entry.generation(), Fields.DETECTORS);
        boolean deciding = detectorId.equals(run.decidingId());
        String before = run.field(field);
        String detectors = LedgerLimits.withDetector(before, entry.generation(), detectorId, deciding);
        if (!detectors.equals(before)) {
            run.set(field, detectors);
            set(entry.generation(), Fields.DETECTORS, detectors);
        }
        return deciding;
    }

    private void text(LedgerEntry.Text entry, KnownRun run) {
        GenerationKey generation = entry.generation();
        String total = Integer.toString(entry.total());
        run.set(Fields.of(generation, Fields.TOTAL), total);
        set(generation, Fields.TOTAL, total);
        change.step(
                "text",
                RedisKeys.ledger(generation.runId()),
                Fields.of(generation, Fields.RELEASED),
                Fields.of(generation, Fields.TEXTS),
                RedisKeys.texts(generation),
                entry.index(),
                StoredJson.write(new StoredText(entry.machineWritten(), entry.text(), entry.tokens())));
        if (entry.prompt() != null) {
            pair(entry, entry.prompt());
        }
    }

    /** A pair belongs to the generation whose model wrote its half. */
    private void pair(LedgerEntry.Text entry, Excerpt prompt) {
        GenerationKey part = entry.generation();
        int index = ShownTexts.pair(entry.index(), entry.total());
        change.call(
                "HSET",
                RedisKeys.pairs(new GenerationKey(part.runId(), part.generation() - 1)),
                index + (entry.machineWritten() ? ":model" : ":human"),
                StoredJson.write(Excerpt.of(entry.text())),
                index + ":prompt",
                StoredJson.write(prompt));
    }

    private void calibrated(LedgerEntry.Calibrated entry, KnownRun run) {
        boolean unused = detector(entry, entry.detectorId(), run);
        set(entry.generation(), Fields.CALIBRATED + ":" + entry.detectorId(), StoredJson.write(entry.calibration()));
    }

    private void measured(LedgerEntry.Measured entry) {
        GenerationKey generation = entry.generation();
        set(generation, Fields.MEASURED, StoredJson.write(entry.measured()));
        set(generation.next(), Fields.RELEASED, "1");
        change.call("UNLINK", RedisKeys.texts(generation.next()), RedisKeys.losses(generation));
    }
}
