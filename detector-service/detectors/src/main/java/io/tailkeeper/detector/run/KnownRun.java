package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleCollected;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one run that is not over. Not safe for use by several threads. */
final class KnownRun {

    /** What a run and an entry of it count as, in weights. */
    private static final int RUN = 500;

    private static final int ENTRY = 20;
    private static final int CHARACTERS_OF_A_WEIGHT = 12;

    private final String runId;
    private final Map<Judged, DetectorCalibrated> detectors = new HashMap<>();
    private final SortedMap<Judged, String> givenUp = new TreeMap<>();
    private final Map<Integer, CheckpointReference> checkpoints = new HashMap<>();
    private @Nullable RunRequested request; // null while nobody has requested the run
    private boolean completed;
    private int size = RUN;

    private record Judged(int generation, String detectorId) implements Comparable<Judged> {

        @Override
        public int compareTo(Judged other) {
            return Comparator.comparingInt(Judged::generation)
                    .thenComparing(Judged::detectorId)
                    .compare(this, other);
        }
    }

    KnownRun(String runId) {
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

    void giveUp(int generation, String detectorId, String reason) {
        if (givenUp.putIfAbsent(new Judged(generation, detectorId), reason) == null) {
            size += ENTRY + reason.length() / CHARACTERS_OF_A_WEIGHT;
        }
    }

    /** Why the deciding detector has given up a generation; none while nobody has requested the run. */
    Optional<String> undecidable() {
        if (request == null) {
            return Optional.empty();
        }
        String deciding = deciding(request);
        return givenUp.entrySet().stream()
                .filter(entry -> entry.getKey().detectorId().equals(deciding))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    boolean isGivenUp(int generation, String detectorId) {
        return givenUp.containsKey(new Judged(generation, detectorId));
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
