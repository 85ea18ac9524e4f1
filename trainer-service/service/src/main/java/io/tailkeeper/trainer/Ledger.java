package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.knowledge.KnowledgeItems;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the trainer knows of the runs, and what that makes due: generations to adopt, runs that lost their base,
 * generations that can be trained. Messages may come in any order and more than once. Rebuilt after a restart from the
 * topics of runs and trained generations and from the spools. Safe for use by several threads.
 */
public final class Ledger implements AutoCloseable {

    private final TrainerDirectory directory;
    private final KnownRuns known = new KnownRuns();
    private final IntakeSpools intakes;
    private final HeldOutSpools heldOut;
    private final Set<GenerationKey> started = new HashSet<>();
    private volatile boolean restored;

    public Ledger(TrainerDirectory directory) {
        this.directory = directory;
        this.intakes = new IntakeSpools(directory, this::openIntake);
        this.heldOut = new HeldOutSpools(
                runId -> opened(() -> new HeldOut(directory.heldOut(runId), directory.knowledge(runId))));
    }

    /**
     * Opens the spools of the folder; to be called when the topics of runs and trained generations have been read.
     *
     * @throws SpoolDamagedException when one holds what was never written to it; the spools are forgotten then
     * @throws UncheckedIOException when the disk refuses; it can be called again
     */
    public synchronized void restore() {
        for (GenerationKey key : directory.spooledGenerations()) {
            if (over(key)) {
                directory.tidy(key);
            } else {
                intakes.of(key);
            }
        }
        directory.spooledHeldOut().stream()
                .filter(known::waits)
                .limit(Waiting.MAX_SPOOLS)
                .forEach(heldOut::of);
        restored = true;
    }

    /** Whether {@link #restore} is done, so that samples can be taken. Waits for nobody. */
    public boolean restored() {
        return restored;
    }

    private <T> T opened(Supplier<T> spool) {
        try {
            return spool.get();
        } catch (SpoolDamagedException e) {
            directory.forgetSpools();
            throw new SpoolDamagedException(
                    e.getMessage() + "; the spools were put away, and the next start reads all samples from Kafka", e);
        }
    }

    /** A run is wanted; the first request of a run id counts. */
    public synchronized void requested(RunRequested run) {
        if (known.requested(run)) {
            intakes.forEach((key, intake) -> {
                if (key.runId().equals(run.runId())) {
                    intake.expect(run, key);
                }
            });
        }
    }

    /** A generation has been trained: its texts are needed no more. */
    public synchronized void trained(GenerationTrained message) {
        known.trained(message);
        intakes.release(message.generationKey());
        started.remove(message.generationKey());
    }

    /** A run is over: its work is dropped. */
    public synchronized void finished(RunFinished message) {
        known.finished(message);
        intakes.releaseRun(message.runId());
        started.removeIf(key -> key.runId().equals(message.runId()));
    }

    /** A detector has judged a sample. */
    public synchronized void scored(SampleScored scored) {
        GenerationKey key = scored.sample().generationKey();
        RunRequested run = known.find(key.runId()).orElse(null);
        if (over(key) || (run != null && !Intake.counts(scored, run))) {
            return;
        }
        if (run == null) {
            checkRoomToWait(key.runId(), intakes.isOpen(key));
        } else {
            KnownRuns.requireTrained(run, scored);
        }
        intakes.of(key).offer(scored);
    }

    private void checkRoomToWait(String runId, boolean spoolIsOpen) {
        Waiting waiting = heldOut.waiting(known::waits)
                .plus(intakes.waiting(unknown -> known.find(unknown).isEmpty()));
        waiting.requireRoomFor(runId, spoolIsOpen);
    }

    private Intake openIntake(GenerationKey key) {
        Intake intake = opened(() -> new Intake(directory.scored(key)));
        known.find(key.runId()).ifPresent(run -> intake.expect(run, key));
        return intake;
    }

    /** A held-out document; the calibration part is not the trainer's. */
    public synchronized void heldOut(CalibrationSample sample) {
        if (sample.part() != CalibrationSample.Part.CALIBRATION) {
            keep(sample.runId(), parts -> parts.offer(sample));
        }
    }

    /** What the models of a run are asked. */
    public synchronized void knowledge(KnowledgeItems items) {
        keep(items.runId(), parts -> parts.offer(items));
    }

    private void keep(String runId, Consumer<HeldOut> offer) {
        if (!known.finishedBadly(runId)) {
            if (known.waits(runId)) {
                checkRoomToWait(runId, heldOut.isOpen(runId));
            }
            offer.accept(heldOut.of(runId));
        }
    }

    /** Puts on the disk what came since the last call; only then may it be acknowledged. */
    public synchronized void flush() {
        intakes.flush();
        heldOut.flush();
        heldOut.close(known::isUnneeded);
    }

    /** Generation 0 of runs whose base run has trained it, as those runs' own. */
    public synchronized List<GenerationTrained> adoptions() {
        return known.adoptions();
    }

    /** Runs that can never begin, and why. */
    public synchronized SortedMap<String, String> orphans() {
        return known.orphans();
    }

    /** Whether a generation needs no more work here: it is trained, or its run is over. Waits for nobody. */
    public boolean over(GenerationKey key) {
        return known.over(key);
    }

    /** The generations that can be trained and were not handed out before, by key; all of them is on the disk. */
    public synchronized List<GenerationTask> ready() {
        flush();
        List<GenerationTask> due = new ArrayList<>();
        intakes.forEach((key, intake) -> {
            RunRequested run = known.find(key.runId()).orElse(null);
            if (run != null && intake.complete() && !started.contains(key) && known.startKnown(run, key.generation())) {
                HeldOut parts = heldOut.of(run.heldOutRunId());
                if (parts.complete(run.specification())) {
                    due.add(known.task(run, key.generation(), intake.toPool(), parts.toParts()));
                }
            }
        });
        due.forEach(task -> started.add(task.key()));
        return due;
    }

    @Override
    public synchronized void close() {
        intakes.close();
        heldOut.close();
    }
}
