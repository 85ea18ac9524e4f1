package io.tailkeeper.detector.run;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.detector.LabelledFeatures;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The calibration part of one generation while it is being collected. Not for use by several threads.
 *
 * <p>Keeps features, not texts, and those of at most {@link #MAX_KEPT} samples, so that memory does not grow with the
 * part; which ones is decided by their indexes alone.
 */
public final class CalibrationPart {

    /** Samples a part may have. */
    public static final int MAX = 2_000_000;

    /** Samples that the fit uses at most. */
    public static final int MAX_KEPT = 20_000;

    /** Features that are kept at most, of all samples together: 40 MB. */
    private static final int MAX_FEATURES = 10_000_000;

    private final int total;
    private final int dimension;
    private final int keptOfClass;
    private final Set<Integer> refusedPairs = new HashSet<>();
    private final BitSet seen = new BitSet();
    private final SortedMap<Integer, LabelledFeatures> kept = new TreeMap<>();

    /**
     * An empty part.
     *
     * @param dimension features of a sample
     * @throws RejectedMessageException when it would have more samples than a part may have
     */
    public CalibrationPart(int total, int dimension) {
        if (total > MAX) {
            throw new RejectedMessageException("total: a calibration part of " + total
                    + " samples is too large; at most " + MAX + " are allowed: lower data.calibration-documents");
        }
        this.total = total;
        this.dimension = dimension;
        keptOfClass = Math.min(MAX_KEPT, MAX_FEATURES / dimension) / 2;
    }

    /**
     * Whether the sample's features are needed: it is new, and the fit uses it.
     *
     * @throws RejectedMessageException when it belongs to a part of another size
     */
    public boolean needs(CalibrationSample sample) {
        if (sample.total() != total) {
            throw new RejectedMessageException("total: " + sample.total() + " contradicts the " + total
                    + " that the earlier samples of " + sample.generationKey() + " stated");
        }
        boolean unseen = !seen.get(sample.index());
        seen.set(sample.index());
        return unseen && pair(sample.index()) < keptOfClass;
    }

    /** Takes the features of a sample that was needed. */
    public void add(CalibrationSample sample, float[] features) {
        kept.put(sample.index(), new LabelledFeatures(features, sample.machineWritten()));
    }

    /** Leaves out a sample on which the model failed, and its twin: the two of a prompt must not be told apart by their number. */
    public void refuse(CalibrationSample sample) {
        refusedPairs.add(pair(sample.index()));
    }

    /** The human and the machine-written continuation of one prompt are a pair. */
    private int pair(int index) {
        return index % Math.max(1, total / 2);
    }

    /** Whether every sample has been seen. */
    public boolean isComplete() {
        return seen.cardinality() == total;
    }

    /** Number of distinct samples seen. */
    public int size() {
        return seen.cardinality();
    }

    /** What the fit uses, in the order of the indexes. */
    public List<LabelledFeatures> texts() {
        return kept.entrySet().stream()
                .filter(sample -> !refusedPairs.contains(pair(sample.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What it holds in memory. */
    public long bytes() {
        return (long) kept.size() * dimension * Float.BYTES + seen.size() / Byte.SIZE;
    }
}
