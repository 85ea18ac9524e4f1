package io.tailkeeper.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The n largest keys of a stream, in memory for n of them. The result does not depend on the order of the stream, and
 * the largest keys of two parts of a pool merge into those of the whole. Equal keys: the smaller sample id, then the
 * smaller copy, counts as larger.
 */
final class LargestKeys {

    /** A copy of a sample with its key. */
    record Keyed(double key, Candidate candidate, int copy) {

        private static final Comparator<Keyed> BY_SAMPLE = Comparator.comparing(
                        (Keyed keyed) -> keyed.candidate().sampleId())
                .thenComparingInt(Keyed::copy);
        private static final Comparator<Keyed> MIN_FIRST =
                Comparator.comparingDouble(Keyed::key).thenComparing(BY_SAMPLE.reversed());
        private static final Comparator<Keyed> LATER_COPIES_FIRST =
                Comparator.comparingInt(Keyed::copy).reversed().thenComparing(MIN_FIRST);
    }

    private final int limit;
    private final Comparator<Keyed> leastFirst;
    private final PriorityQueue<Keyed> kept;

    private LargestKeys(int limit, Comparator<Keyed> leastFirst) {
        this.limit = limit;
        this.leastFirst = leastFirst;
        this.kept = new PriorityQueue<>(leastFirst);
    }

    /** The largest keys, whichever copies they belong to. */
    static LargestKeys of(int limit) {
        return new LargestKeys(limit, Keyed.MIN_FIRST);
    }

    /** A later copy counts only when every earlier copy of every sample is taken. */
    static LargestKeys evenly(int limit) {
        return new LargestKeys(limit, Keyed.LATER_COPIES_FIRST);
    }

    void offer(Keyed keyed) {
        if (kept.size() < limit) {
            kept.add(keyed);
        } else if (limit > 0 && leastFirst.compare(keyed, kept.peek()) > 0) {
            kept.poll();
            kept.add(keyed);
        }
    }

    void merge(LargestKeys other) {
        other.kept.forEach(this::offer);
    }

    /** What was kept, by sample id and copy. */
    List<Keyed> bySample() {
        List<Keyed> sorted = new ArrayList<>(kept);
        sorted.sort(Keyed.BY_SAMPLE);
        return sorted;
    }
}
