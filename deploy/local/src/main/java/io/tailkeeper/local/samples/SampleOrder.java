package io.tailkeeper.local.samples;

import io.tailkeeper.contracts.GenerationKey;
import java.util.Comparator;

/**
 * Where a sample stands among those of its pool: human text first, then the model's, each by index; last what other programs
 * sent, by id.
 *
 * @param kind 0 for human text, 1 for the model's, 2 for what has no index
 * @param place among those of its kind, from 0; 0 for what has no index
 * @param sampleId its id
 */
record SampleOrder(int kind, int place, String sampleId) implements Comparable<SampleOrder> {

    private static final int FOREIGN = 2;

    private static final Comparator<SampleOrder> ORDER = Comparator.comparingInt(SampleOrder::kind)
            .thenComparingInt(SampleOrder::place)
            .thenComparing(SampleOrder::sampleId);

    /**
     * The place of a sample.
     *
     * @param human documents of human text, which have the first indices
     */
    static SampleOrder of(GenerationKey generation, String sampleId, int human) {
        String own = generation + ":";
        if (sampleId.startsWith(own)) {
            try {
                int index = Integer.parseInt(sampleId.substring(own.length()));
                return index < human
                        ? new SampleOrder(0, index, sampleId)
                        : new SampleOrder(1, index - human, sampleId);
            } catch (NumberFormatException _) {
                return new SampleOrder(FOREIGN, 0, sampleId);
            }
        }
        return new SampleOrder(FOREIGN, 0, sampleId);
    }

    boolean foreign() {
        return kind == FOREIGN;
    }

    @Override
    public int compareTo(SampleOrder other) {
        return ORDER.compare(this, other);
    }
}
