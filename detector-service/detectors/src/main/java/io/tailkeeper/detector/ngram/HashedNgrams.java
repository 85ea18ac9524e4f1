package io.tailkeeper.detector.ngram;

import java.util.Optional;

/**
 * The {@link PlainNgrams} of one text after another as a sparse vector; and, as a second vector beside the first, the
 * {@link DistortedNgrams}.
 *
 * <p>Each n-gram adds its sign to one bucket (Weinberger et al., Feature Hashing, arXiv 0902.2206); a bucket's value is 1 +
 * ln of its absolute count, with the count's sign; each vector has length 1. The two share the buckets, so that one may
 * occur twice. Memory is taken once, so nothing is allocated for a text. Not for use by several threads.
 */
final class HashedNgrams {

    /** Buckets are 2 to the power of this. */
    static final int BITS = 18;

    /** Number of buckets. */
    static final int BUCKETS = 1 << BITS;

    private static final int SHIFT = Long.SIZE - BITS - 1; // leaves the bucket and the sign below it

    private static final int SMALL = 64;

    /** The values of the counts from -SMALL to SMALL. */
    private static final float[] DAMPED = new float[2 * SMALL];

    static {
        for (int count = 1; count < SMALL; count++) {
            DAMPED[SMALL + count] = (float) (1 + Math.log(count));
            DAMPED[SMALL - count] = -DAMPED[SMALL + count];
        }
    }

    private final PlainNgrams plain;
    private final Optional<DistortedNgrams> distorted;
    private final int[] counts = new int[BUCKETS]; // signed; all 0 between texts
    private char[] text = new char[0];
    private int[] ngrams = new int[0]; // bucket and, in the lowest bit, sign of each
    private int[] touched = new int[0];
    private float[] values = new float[0];
    private int size;

    /** Runs of 3 to 5 characters, and no distorted text. */
    HashedNgrams() {
        this(new PlainNgrams(true), Optional.empty());
    }

    /** Runs of 3 and 4 characters: those of 5 cost as much as the distorted text and add nothing beside it. */
    HashedNgrams(DistortedNgrams distorted) {
        this(new PlainNgrams(false), Optional.of(distorted));
    }

    private HashedNgrams(PlainNgrams plain, Optional<DistortedNgrams> distorted) {
        this.plain = plain;
        this.distorted = distorted;
    }

    /** Reads a text: {@link #size()} buckets and values stand until the next. */
    void read(String normalised) {
        int length = normalised.length();
        if (text.length < length || text.length == 0) {
            text = new char[2 * length + 1];
            ngrams = new int[4 * text.length + 2]; // 3 a character, 2 a word; of the distorted text 4 a character
            touched = new int[2 * ngrams.length];
            values = new float[touched.length];
        }
        normalised.getChars(0, length, text, 0);
        size = 0;
        append(plain.add(text, length, ngrams, SHIFT));
        if (distorted.isPresent()) {
            append(distorted.get().add(text, length, ngrams, SHIFT));
        }
    }

    /** Appends the vector of the n-grams that were found. */
    private void append(int found) {
        int from = size;
        int to = count(found, from);
        float squares = settle(from, to);
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int i = from; i < size; i++) {
            values[i] *= scale;
        }
    }

    private int count(int found, int from) {
        int[] all = ngrams;
        int[] sums = counts;
        int[] list = touched;
        int listed = from;
        for (int i = 0; i < found; i++) {
            int bucket = all[i] >>> 1;
            int sum = sums[bucket];
            list[listed] = bucket;
            // A bucket whose signs cancel may be listed twice; the second time it is found at 0 and left out.
            listed += sum == 0 ? 1 : 0;
            sums[bucket] = sum + 2 * (all[i] & 1) - 1;
        }
        return listed;
    }

    private float settle(int from, int to) {
        int[] list = touched;
        float[] vector = values;
        int kept = from;
        float squares = 0;
        for (int i = from; i < to; i++) {
            int bucket = list[i];
            int count = counts[bucket];
            counts[bucket] = 0;
            if (count != 0) {
                float value = damped(count);
                list[kept] = bucket;
                vector[kept++] = value;
                squares += value * value;
            }
        }
        size = kept;
        return squares;
    }

    private static float damped(int count) {
        if (count > -SMALL && count < SMALL) {
            return DAMPED[count + SMALL];
        }
        return (float) (Math.signum(count) * (1 + Math.log(Math.abs(count))));
    }

    /** Number of values that are not zero. */
    int size() {
        return size;
    }

    /** Bucket of the i-th value. */
    int bucket(int i) {
        return touched[i];
    }

    /** The i-th value. */
    float value(int i) {
        return values[i];
    }

    /** Sum over the buckets of value times weight. */
    double dot(float[] weights) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i] * weights[touched[i]];
        }
        return sum;
    }

    /**
     * The scalar products with several lists of weights.
     *
     * @param weights (buckets, lists): those of one bucket lie side by side, so that a bucket costs one look into memory
     * @param products (lists), written to
     */
    void dot(float[] weights, double[] products) {
        for (int list = 0; list < products.length; list += 2) {
            // two at a time, and the last one twice: sums in registers, not in an array
            setPair(weights, products, list, Math.min(list + 1, products.length - 1));
        }
    }

    private void setPair(float[] weights, double[] products, int first, int second) {
        int lists = products.length;
        double firstSum = 0;
        double secondSum = 0;
        for (int i = 0; i < size; i++) {
            int at = touched[i] * lists;
            float value = values[i];
            firstSum += value * weights[at + first];
            secondSum += value * weights[at + second];
        }
        products[first] = firstSum;
        products[second] = secondSum;
    }
}
