package io.tailkeeper.trainer;

import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.topics.Topics;
import io.tailkeeper.selection.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The barrier of one generation: counts distinct samples against the number that makes the pool complete. Duplicates and
 * the order of arrival change nothing; what comes after the pool is complete counts as rejected. Texts wait in a spool,
 * from which an intake is rebuilt after a restart.
 *
 * <p>Until the run is known every detector's samples are kept; afterwards only those of the detector that the run names.
 * Not safe for use by several threads.
 */
public final class Intake implements AutoCloseable {

    private record Entry(Candidate candidate, String detectorId) {}

    private final Spool<SampleScored> spool;
    private final Set<String> seen = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private final long begun = System.nanoTime();
    private @Nullable String detectorId;
    private int expected = Integer.MAX_VALUE;
    private long completed;

    /** An intake with what its spool holds. */
    public Intake(Path file) {
        spool = Spool.open(file, Topics.SAMPLES_SCORED);
        spool.replay((position, scored) -> {
            if (isNew(scored)) {
                keep(scored, position);
            }
        });
    }

    /** Whether a run's selection reads the scores of a detector. */
    public static boolean counts(SampleScored scored, RunRequested run) {
        return scored.detectorId().equals(run.specification().selection().detectorId());
    }

    /** The run is known: what its selection does not read is forgotten. */
    public void expect(RunRequested run, GenerationKey generation) {
        detectorId = run.specification().selection().detectorId();
        expected = run.specification().data().pooledDocuments(generation.generation());
        entries.removeIf(entry -> !entry.detectorId().equals(detectorId));
        noteCompletion();
    }

    /** Takes a sample; one that was taken before, or that the run does not read, changes nothing. */
    public void offer(SampleScored scored) {
        if ((detectorId == null || scored.detectorId().equals(detectorId)) && isNew(scored)) {
            keep(scored, spool.append(scored));
            noteCompletion();
        }
    }

    private boolean isNew(SampleScored scored) {
        return seen.add(scored.detectorId() + "\n" + scored.sample().sampleId());
    }

    private void keep(SampleScored scored, long position) {
        Candidate candidate = new Candidate(
                scored.sample().sampleId(),
                scored.syntheticProbability(),
                scored.sample().provenance().source(),
                position);
        entries.add(new Entry(candidate, scored.detectorId()));
    }

    private void noteCompletion() {
        if (completed == 0 && complete()) {
            completed = System.nanoTime();
        }
    }

    /** Puts what was offered on the disk; only then may it be acknowledged. */
    public void flush() {
        spool.flush();
    }

    public boolean complete() {
        return entries.size() >= expected;
    }

    /** Distinct samples taken. */
    public int size() {
        return entries.size();
    }

    /** The complete pool: the samples that came first, as many as it takes. */
    public GenerationTask.Pool toPool() {
        return new GenerationTask.Pool(
                entries.stream().limit(expected).map(Entry::candidate).toList(),
                entries.size() - expected,
                (completed - begun) / 1e9,
                position -> spool.read(position).sample());
    }

    @Override
    public void close() {
        spool.close();
    }
}
