package io.tailkeeper.trainer;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RejectedMessageException;
import io.tailkeeper.contracts.RunFinished;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the trainer knows of the runs, and what that makes due: generations to adopt, runs that lost their base,
 * generations that can be trained. Messages may come in any order and more than once. Rebuilt after a restart from the
 * topics of runs and trained generations and from the spools. Not safe for use by several threads.
 */
public final class Ledger implements AutoCloseable {

    /** Most samples that wait for their run to be requested. */
    static final int MOST_WAITING = 200_000;

    private static final int MOST_WAITING_GENERATIONS = 256;

    private final TrainerDirectory directory;
    private final RunBook book = new RunBook();
    private final SortedMap<GenerationKey, Intake> intakes = new TreeMap<>();
    private final Map<String, HeldOut> heldOut = new HashMap<>();
    private final Set<GenerationKey> started = new HashSet<>();

    public Ledger(TrainerDirectory directory) {
        this.directory = directory;
    }

    /**
     * Opens the spools of the folder; to be called when the topics of runs and trained generations have been read.
     *
     * @throws SpoolDamagedException when one holds what was never written to it
     */
    public void restore() {
        for (GenerationKey key : directory.spooledGenerations()) {
            if (over(key)) {
                directory.tidy(key);
            } else {
                intakeOf(key);
            }
        }
    }

    /** A run is wanted; the first request of a run id counts. */
    public void requested(RunRequested run) {
        if (book.requested(run)) {
            intakes.forEach((key, intake) -> {
                if (key.runId().equals(run.runId())) {
                    intake.expect(run, key);
                }
            });
        }
    }

    /** A generation has been trained: its texts are needed no more. */
    public void trained(GenerationTrained message) {
        book.trained(message);
        release(message.generationKey());
    }

    /** A run is over: its work is dropped. */
    public void finished(RunFinished message) {
        book.finished(message);
        intakes.keySet().stream()
                .filter(key -> key.runId().equals(message.runId()))
                .toList()
                .forEach(this::release);
    }

    private void release(GenerationKey key) {
        Intake intake = intakes.remove(key);
        if (intake != null) {
            intake.close();
        }
        started.remove(key);
        directory.tidy(key);
    }

    /** A detector has judged a sample. */
    public void scored(SampleScored scored) {
        GenerationKey key = scored.sample().generationKey();
        RunRequested run = book.find(key.runId()).orElse(null);
        if (over(key) || (run != null && !Intake.counts(scored, run))) {
            return;
        }
        if (run == null) {
            checkRoomToWait(key);
        } else if (key.generation() > run.specification().generations()) {
            throw new RejectedMessageException("sample " + scored.sample().sampleId() + ": run " + key.runId()
                    + " ends with generation " + run.specification().generations());
        } else if (key.generation() == 0 && run.baseRunId() != null) {
            throw new RejectedMessageException("sample " + scored.sample().sampleId() + ": run " + key.runId()
                    + " adopts generation 0 of " + run.baseRunId());
        }
        intakeOf(key).offer(scored);
    }

    private void checkRoomToWait(GenerationKey added) {
        int generations = intakes.containsKey(added) ? 0 : 1;
        int samples = 0;
        for (Map.Entry<GenerationKey, Intake> entry : intakes.entrySet()) {
            if (book.find(entry.getKey().runId()).isEmpty()) {
                samples += entry.getValue().size();
                generations++;
            }
        }
        if (samples >= MOST_WAITING || generations > MOST_WAITING_GENERATIONS) {
            throw new RejectedMessageException("run " + added.runId() + " is not known, and " + samples
                    + " samples of " + generations
                    + " generations wait for their runs already; publish its RunRequested first");
        }
    }

    private Intake intakeOf(GenerationKey key) {
        return intakes.computeIfAbsent(key, missing -> {
            Intake intake = new Intake(directory.scored(key));
            RunRequested run = book.find(key.runId()).orElse(null);
            if (run != null) {
                intake.expect(run, key);
            }
            return intake;
        });
    }

    /** A held-out document; the calibration part is not the trainer's. */
    public void heldOut(CalibrationSample sample) {
        if (sample.part() != CalibrationSample.Part.CALIBRATION && !book.finishedBadly(sample.runId())) {
            heldOutOf(sample.runId()).offer(sample);
        }
    }

    private HeldOut heldOutOf(String runId) {
        return heldOut.computeIfAbsent(runId, missing -> new HeldOut(directory.heldOut(runId)));
    }

    /** Puts on the disk what came since the last call; only then may it be acknowledged. */
    public void flush() {
        intakes.values().forEach(Intake::flush);
        heldOut.values().forEach(HeldOut::flush);
    }

    /** Generation 0 of runs whose base run has trained it, as those runs' own. */
    public List<GenerationTrained> adoptions() {
        return book.adoptions();
    }

    /** Runs that can never begin, and why. */
    public SortedMap<String, String> orphans() {
        return book.orphans();
    }

    /** Whether a generation needs no more work here: it is trained, or its run is over. */
    public boolean over(GenerationKey key) {
        return book.over(key);
    }

    /** The generations that can be trained and were not handed out before, by key. */
    public List<GenerationTask> ready() {
        List<GenerationTask> due = new ArrayList<>();
        intakes.forEach((key, intake) -> {
            RunRequested run = book.find(key.runId()).orElse(null);
            if (run != null && intake.complete() && !started.contains(key) && book.startKnown(run, key.generation())) {
                HeldOut parts = heldOutOf(run.heldOutRunId());
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
    public void close() {
        intakes.values().forEach(Intake::close);
        heldOut.values().forEach(HeldOut::close);
        intakes.clear();
        heldOut.clear();
    }
}
