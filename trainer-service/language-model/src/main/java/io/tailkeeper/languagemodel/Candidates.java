package io.tailkeeper.languagemodel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Tokens by falling logit, equal logits by rising token. */
final class Candidates {

    private final int[] tokens;
    private final float[] logits;

    private Candidates(int[] tokens, float[] logits) {
        this.tokens = tokens;
        this.logits = logits;
    }

    static Candidates best(float[] logits, int k) {
        int kept = Math.min(k, logits.length);
        long[] ordered = kept < logits.length ? places(logits, Floor.of(logits, kept)) : places(logits);
        Arrays.sort(ordered);
        int[] tokens = new int[kept];
        float[] values = new float[kept];
        for (int i = 0; i < kept; i++) {
            tokens[i] = (int) ordered[i];
            values[i] = logits[tokens[i]];
        }
        return new Candidates(tokens, values);
    }

    private static long[] places(float[] logits) {
        long[] places = new long[logits.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(logits, i);
        }
        return places;
    }

    /** Of the logits on that floor and above. */
    private static long[] places(float[] logits, Floor floor) {
        long[] places = new long[256];
        int count = 0;
        for (int i = 0; i < logits.length; i++) {
            if (!floor.isAbove(logits[i])) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                }
                places[count++] = place(logits, i);
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** A number that is smaller for a larger logit, and of equal logits for the smaller token, its low half. */
    private static long place(float[] logits, int token) {
        float logit = logits[token];
        if (Float.isNaN(logit)) {
            throw notANumber();
        }
        int bits = Float.floatToIntBits(logit + 0f);
        return ((long) ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32) | token;
    }

    /**
     * What at least so many logits reach, found by counting them in steps of equal width instead of by sorting.
     *
     * @param largest of the logits looked at
     * @param scale steps that a distance to it has
     * @param depth steps down to the floor; farther below is what never reaches it
     */
    private record Floor(float largest, float scale, int depth) {

        private static final int STEPS = 256;
        private static final int ENOUGH = 8192; // logits to look at: what k of them reach, k of all do

        static Floor of(float[] logits, int k) {
            int size = Math.max(k, Math.min(logits.length, ENOUGH));
            float largest = Float.NEGATIVE_INFINITY;
            float smallest = Float.POSITIVE_INFINITY;
            for (int i = 0; i < size; i++) {
                largest = logits[i] > largest ? logits[i] : largest;
                smallest = logits[i] < smallest ? logits[i] : smallest;
            }
            float scale = Math.min(Float.MAX_VALUE, (STEPS - 1) / (largest - smallest));
            int[] counts = new int[STEPS];
            for (int i = 0; i < size; i++) {
                counts[(int) ((largest - logits[i]) * scale)]++;
            }
            int depth = 0;
            for (int reached = 0; reached < k; depth++) {
                reached += counts[depth];
            }
            return new Floor(largest, scale, depth);
        }

        /** False too for what is no number, so that it is looked at. */
        boolean isAbove(float logit) {
            return (largest - logit) * scale >= depth;
        }
    }

    int[] tokens() {
        return tokens;
    }

    /** A draw from all of them. */
    int draw(double temperature, SplittableRandom random) {
        return draw(weights(temperature), tokens.length, random);
    }

    /** A draw from the first of them that hold at least probability {@code p}. */
    int drawNucleus(double p, double temperature, SplittableRandom random) {
        double[] weights = weights(temperature);
        return draw(weights, nucleus(weights, p), random);
    }

    private static int nucleus(double[] weights, double p) {
        double enough = p * sum(weights, weights.length);
        double reached = 0;
        for (int i = 0; i < weights.length; i++) {
            reached += weights[i];
            if (reached >= enough) {
                return i + 1;
            }
        }
        return weights.length;
    }

    private int draw(double[] weights, int kept, SplittableRandom random) {
        double left = random.nextDouble() * sum(weights, kept);
        for (int i = 0; i < kept; i++) {
            left -= weights[i];
            if (left < 0) {
                return tokens[i];
            }
        }
        return tokens[kept - 1];
    }

    /** Probabilities, but for a factor. */
    private double[] weights(double temperature) {
        double[] weights = new double[logits.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = StrictMath.exp((logits[i] - (double) logits[0]) / temperature);
        }
        return weights;
    }

    private static double sum(double[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        return sum;
    }

    static IllegalArgumentException notANumber() {
        return new IllegalArgumentException(
                "a logit is not a number; the model's weights are not finite, or too large to compute with");
    }
}
