package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What the trainer knows of the runs, and what that makes due: generations to adopt, runs that lost their base,
 * generations that can be trained. Messages may come in any order and more than once. Rebuilt after a restart from the
 * topics of runs and trained generations and from the spools. Safe for use by several threads.
 */
public final class Ledger implements AutoCloseable {

    private final TrainerDirectory directory;
    private final RunBook book = new RunBook();
    private final IntakeSpools intakes;
    private final HeldOutSpools heldOut;
    private final Set<GenerationKey> started = new HashSet<>();
    private volatile boolean restored;

    public Ledger(TrainerDirectory directory) {
        this.directory = directory;
        this.intakes = new IntakeSpools(directory, this::openIntake);
        this.heldOut = new HeldOutSpools(runId -> opened(() -> new HeldOut(directory.heldOut(runId))));
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
                .filter(this::waits)
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
        if (book.requested(run)) {
            intakes.forEach((key, intake) -> {
                if (key.runId().equals(run.runId())) {
                    intake.expect(run, key);
                }
            });
        }
    }

    /** A generation has been trained: its texts are needed no more. */
    public synchronized void trained(GenerationTrained message) {
        book.trained(message);
        intakes.release(message.generationKey());
        started.remove(message.generationKey());
    }

    /** A run is over: its work is dropped. */
    public synchronized void finished(RunFinished message) {
        book.finished(message);
        intakes.releaseRun(message.runId());
        started.removeIf(key -> key.runId().equals(message.runId()));
    }

    /** A detector has judged a sample. */
    public synchronized void scored(SampleScored scored) {
        GenerationKey key = scored.sample().generationKey();
        RunRequested run = book.find(key.runId()).orElse(null);
        if (over(key) || (run != null && !Intake.counts(scored, run))) {
            return;
        }
        if (run == null) {
            checkRoomToWait(key.runId(), intakes.isOpen(key));
        } else if (key.generation() > run.specification().generations()) {
            throw new RejectedMessageException("sample " + scored.sample().sampleId() + ": run " + key.runId()
                    + " ends with generation " + run.specification().generations());
        } else if (key.generation() == 0 && run.baseRunId() != null) {
            throw new RejectedMessageException("sample " + scored.sample().sampleId() + ": run " + key.runId()
                    + " adopts generation 0 of " + run.baseRunId());
        }
        intakes.of(key).offer(scored);
    }

    private void checkRoomToWait(String runId, boolean spoolIsOpen) {
        Waiting waiting = heldOut.waiting(this::waits)
                .plus(intakes.waiting(unknown -> book.find(unknown).isEmpty()));
        waiting.requireRoomFor(runId, spoolIsOpen);
    }

    private Intake openIntake(GenerationKey key) {
        Intake intake = opened(() -> new Intake(directory.scored(key)));
        book.find(key.runId()).ifPresent(run -> intake.expect(run, key));
        return intake;
    }

    /** A held-out document; the calibration part is not the trainer's. */
    public synchronized void heldOut(CalibrationSample sample) {
        if (sample.part() == CalibrationSample.Part.CALIBRATION || book.finishedBadly(sample.runId())) {
            return;
        }
        if (waits(sample.runId())) {
            checkRoomToWait(sample.runId(), heldOut.isOpen(sample.runId()));
        }
        heldOut.of(sample.runId()).offer(sample);
    }

    /** Whether a run's texts wait for somebody to request it. */
    private boolean waits(String runId) {
        return book.find(runId).isEmpty() && !book.needsHeldOut(runId);
    }

    /** Whether a run is known, and no run evaluates with its held-out parts now. */
    private boolean isUnneeded(String runId) {
        return book.find(runId).isPresent() && !book.needsHeldOut(runId);
    }

    /** Puts on the disk what came since the last call; only then may it be acknowledged. */
    public synchronized void flush() {
        intakes.flush();
        heldOut.flush();
        heldOut.close(this::isUnneeded);
    }

    /** Generation 0 of runs whose base run has trained it, as those runs' own. */
    public synchronized List<GenerationTrained> adoptions() {
        return book.adoptions();
    }

    /** Runs that can never begin, and why. */
    public synchronized SortedMap<String, String> orphans() {
        return book.orphans();
    }

    /** Whether a generation needs no more work here: it is trained, or its run is over. Waits for nobody. */
    public boolean over(GenerationKey key) {
        return book.over(key);
    }

    /** The generations that can be trained and were not handed out before, by key; all of them is on the disk. */
    public synchronized List<GenerationTask> ready() {
        flush();
        List<GenerationTask> due = new ArrayList<>();
        intakes.forEach((key, intake) -> {
            RunRequested run = book.find(key.runId()).orElse(null);
            if (run != null && intake.complete() && !started.contains(key) && book.startKnown(run, key.generation())) {
                HeldOut parts = heldOut.of(run.heldOutRunId());
                if (parts.complete(run.specification())) {
                    due.add(task(run, key, intake, parts));
                }
            }
        });
        due.forEach(task -> started.add(task.key()));
        return due;
    }

    private GenerationTask task(RunRequested run, GenerationKey key, Intake intake, HeldOut parts) {
        return new GenerationTask(
                run, key.generation(), book.start(run, key.generation()), intake.toPool(), parts.toParts());
    }

    @Override
    public synchronized void close() {
        intakes.close();
        heldOut.close();
    }
}
