package io.tailkeeper.metrics;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SampleScored;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The detectors of one generation: what each said, how it was calibrated, how it compares with the deciding one. Not safe
 * for use by several threads.
 */
final class GenerationDetectors {

    private final String idPrefix;
    private final boolean selecting;
    private final SortedMap<String, ScoredSamples> scored = new TreeMap<>();
    private final Map<String, DetectorCalibrated> calibrated = new HashMap<>();
    private final Map<String, DetectorFigures> figures = new HashMap<>();

    GenerationDetectors(GenerationKey key) {
        idPrefix = key + ":";
        selecting = key.generation() > 0;
    }

    void scored(SampleScored message) {
        scored.computeIfAbsent(message.detectorId(), _ -> noSamples()).add(message);
    }

    private ScoredSamples noSamples() {
        ScoredSamples samples = new ScoredSamples(idPrefix);
        if (!selecting) {
            samples.release(); // generation 0 is trained on as it is: nobody will compare
        }
        return samples;
    }

    void calibrated(DetectorCalibrated message) {
        calibrated.put(message.detectorId(), message);
    }

    DetectorCalibrated calibrated(String detectorId) {
        return calibrated.get(detectorId);
    }

    /** The detectors that have said anything. */
    SortedSet<String> ids() {
        SortedSet<String> ids = new TreeSet<>(scored.keySet());
        ids.addAll(calibrated.keySet());
        return ids;
    }

    /** The samples that a detector judged. */
    DistinctIds judged(String detectorId) {
        ScoredSamples samples = scored.get(detectorId);
        return samples == null ? new DistinctIds(idPrefix) : samples.ids();
    }

    OptionalDouble poolAuroc(String detectorId) {
        ScoredSamples samples = scored.get(detectorId);
        return samples == null ? OptionalDouble.empty() : samples.auroc();
    }

    /** A detector that has scored the whole pool, as the deciding one has, and has no figures yet. */
    Optional<DetectorComparison> findDue(RunRequested run, int generation) {
        String deciding = deciding(run);
        int pool = run.specification().data().pooledDocuments(generation);
        ScoredSamples decided = scored.get(deciding);
        if (decided == null || !decided.fill(pool) || !decided.comparable()) {
            return Optional.empty();
        }
        return scored.keySet().stream()
                .filter(id -> !figures.containsKey(id)
                        && scored.get(id).fill(pool)
                        && scored.get(id).comparable())
                .findFirst()
                .map(id -> new DetectorComparison(
                        run,
                        generation,
                        id,
                        scored.get(id).candidates(),
                        id.equals(deciding) ? null : decided.candidates()));
    }

    /** Records a detector's figures; a shadow's probabilities are not needed any more. */
    void compared(DetectorComparison comparison, DetectorFigures found) {
        figures.put(comparison.detectorId(), found);
        if (comparison.deciding() != null) {
            scored.get(comparison.detectorId()).release();
        }
    }

    /** Every detector that scored, the deciding one first. */
    List<DetectorView> views(RunRequested run, int generation) {
        String deciding = deciding(run);
        int pool = run.specification().data().pooledDocuments(generation);
        boolean decided = scored.containsKey(deciding) && scored.get(deciding).fill(pool);
        return scored.entrySet().stream()
                .map(entry -> new DetectorView(
                        generation,
                        entry.getKey(),
                        entry.getKey().equals(deciding),
                        entry.getValue().ids().size(),
                        pool,
                        DetectorView.Calibration.of(calibrated.get(entry.getKey())),
                        decided && entry.getValue().fill(pool) ? figures.get(entry.getKey()) : null))
                .sorted(Comparator.comparing(DetectorView::deciding).reversed())
                .toList();
    }

    private static String deciding(RunRequested run) {
        return run.specification().selection().detectorId();
    }
}
