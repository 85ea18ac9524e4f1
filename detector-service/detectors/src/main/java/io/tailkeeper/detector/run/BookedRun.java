package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the book knows of one run that is not over. Not safe for use by several threads. */
final class BookedRun {

    /** What a run and an entry of it count as, in weights. */
    private static final int RUN = 500;

    private static final int ENTRY = 20;

    private final String runId;
    private final Map<Judged, DetectorCalibrated> detectors = new HashMap<>();
    private final Set<Judged> givenUp = new HashSet<>();
    private final Map<Integer, CheckpointReference> checkpoints = new HashMap<>();
    private @Nullable RunRequested request; // null while nobody has requested the run
    private boolean completed;
    private int size = RUN;

    private record Judged(int generation, String detectorId) {}

    BookedRun(String runId) {
        this.runId = runId;
    }

    String runId() {
        return runId;
    }

    void request(RunRequested run) {
        request = run;
    }

    boolean isRequested() {
        return request != null;
    }

    void complete() {
        completed = true;
    }

    boolean isCompleted() {
        return completed;
    }

    /** Weights it keeps, and what counts as many; 0 while somebody waits for the run, which is then kept in any case. */
    int spare() {
        return isRequested() && !completed ? 0 : size;
    }

    void calibrated(DetectorCalibrated detector) {
        DetectorCalibrated before = detectors.put(new Judged(detector.generation(), detector.detectorId()), detector);
        size += detector.head().size()
                + ENTRY
                - (before == null ? 0 : before.head().size() + ENTRY);
    }

    Optional<DetectorCalibrated> calibrated(int generation, String detectorId) {
        return Optional.ofNullable(detectors.get(new Judged(generation, detectorId)));
    }

    void giveUp(int generation, String detectorId) {
        size += givenUp.add(new Judged(generation, detectorId)) ? ENTRY : 0;
    }

    boolean isGivenUp(int generation, String detectorId) {
        return givenUp.contains(new Judged(generation, detectorId));
    }

    void checkpoint(int generation, CheckpointReference checkpoint) {
        size += checkpoints.put(generation, checkpoint) == null ? ENTRY : 0;
    }

    Optional<CheckpointReference> checkpoint(int generation) {
        return Optional.ofNullable(checkpoints.get(generation));
    }

    boolean isShadow(String detectorId) {
        return request != null && !detectorId.equals(deciding(request));
    }

    /** Whether the run's pool is not whole without a sample's score by a detector. */
    boolean needs(SampleCollected sample, String detectorId) {
        if (request == null || !detectorId.equals(deciding(request))) {
            return false;
        }
        String own = sample.generationKey() + ":";
        int pooled = request.specification().data().pooledDocuments(sample.generation());
        String id = sample.sampleId();
        return id.startsWith(own)
                && id.substring(own.length()).matches("\\d{1,9}")
                && Integer.parseInt(id.substring(own.length())) < pooled;
    }

    private static String deciding(RunRequested request) {
        return request.specification().selection().detectorId();
    }
}
