package io.tailkeeper.generator;

import io.tailkeeper.contracts.Seeds;
import java.util.Locale;

/**
 * The disjoint parts of a corpus, as fixed shares of its documents: whatever sizes a run asks for, a document is always
 * in the same part.
 */
public enum Partition {
    /** Human documents that are trained on. */
    TRAIN(0.62),
    /** Human beginnings that a model continues. */
    PROMPTS(0.22),
    /** Human documents the detector is calibrated with; their beginnings are prompts too. */
    CALIBRATION(0.09),
    /** Held-out documents to tune settings by. */
    VALIDATION(0.02),
    /** Held-out documents that reported figures are measured on. */
    TEST(0.05);

    private final double share;

    Partition(double share) {
        this.share = share;
    }

    /** The share of the documents. */
    public double share() {
        return share;
    }

    /** The part of a document, by the seed and its place in the corpus alone. */
    static Partition of(long seed, long document) {
        double place = Seeds.uniform(seed, Long.toString(document), "partition");
        double end = 0;
        for (Partition partition : values()) {
            end += partition.share;
            if (place < end) {
                return partition;
            }
        }
        return TEST;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
