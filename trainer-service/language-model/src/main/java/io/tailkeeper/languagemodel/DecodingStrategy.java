package io.tailkeeper.languagemodel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A rule that picks the next token from a row of logits. Implementations are immutable and need no shared state. */
public sealed interface DecodingStrategy {

    /**
     * The next token.
     *
     * @param logits of the whole vocabulary; not changed
     * @param random the row's own random numbers; at most one is drawn
     */
    int next(float[] logits, SplittableRandom random);

    /** The most probable token; of equal ones the first. */
    record Greedy() implements DecodingStrategy {
        @Override
        public int next(float[] logits, SplittableRandom random) {
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                if (logits[i] > logits[best]) {
                    best = i;
                }
            }
            return best;
        }
    }

    /** A draw from softmax(logits / temperature). */
    record Temperature(double temperature) implements DecodingStrategy {
        public Temperature {
            requirePositive("temperature", temperature);
        }

        @Override
        public int next(float[] logits, SplittableRandom random) {
            return new TopK(logits.length, temperature).next(logits, random);
        }
    }

    /** A draw from the {@code k} most probable tokens, renormalised. */
    record TopK(int k, double temperature) implements DecodingStrategy {
        public TopK {
            requirePositive("k", k);
            requirePositive("temperature", temperature);
        }

        @Override
        public int next(float[] logits, SplittableRandom random) {
            Candidates candidates = Candidates.best(logits, k);
            return candidates.draw(temperature, candidates.size(), random);
        }
    }

    /** A draw from the smallest set of most probable tokens that holds probability {@code p} (Holtzman et al., 2020). */
    record Nucleus(double p, double temperature) implements DecodingStrategy {
        public Nucleus {
            requirePositive("p", p);
            requirePositive("temperature", temperature);
        }

        @Override
        public int next(float[] logits, SplittableRandom random) {
            Candidates candidates = Candidates.best(logits, logits.length);
            return candidates.draw(temperature, candidates.nucleus(p, temperature), random);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " of a decoding strategy must be more than 0, but is " + value);
        }
    }

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
            long[] ordered = new long[kept];
            for (int i = 0; i < kept; i++) {
                ordered[i] = place(logits, i);
            }
            if (kept < logits.length) {
                keepSmallest(ordered, logits);
            }
            Arrays.sort(ordered);
            int[] tokens = new int[kept];
            float[] values = new float[kept];
            for (int i = 0; i < kept; i++) {
                tokens[i] = (int) ordered[i];
                values[i] = logits[tokens[i]];
            }
            return new Candidates(tokens, values);
        }

        /** A number that is smaller for a larger logit, and of equal logits for the smaller token, its low half. */
        private static long place(float[] logits, int token) {
            float logit = logits[token];
            if (Float.isNaN(logit)) {
                throw new IllegalArgumentException("a logit is not a number; the model's weights are not finite");
            }
            int bits = Float.floatToIntBits(logit + 0f);
            return ((long) ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32) | token;
        }

        /** Goes on through the logits with a heap whose top is the largest of the smallest places seen. */
        private static void keepSmallest(long[] heap, float[] logits) {
            for (int parent = heap.length / 2 - 1; parent >= 0; parent--) {
                sink(heap, parent);
            }
            float least = logits[(int) heap[0]];
            for (int i = heap.length; i < logits.length; i++) {
                if (logits[i] <= least) {
                    continue; // an equal one has the larger token
                }
                heap[0] = place(logits, i);
                sink(heap, 0);
                least = logits[(int) heap[0]];
            }
        }

        private static void sink(long[] heap, int from) {
            long moving = heap[from];
            int hole = from;
            for (int child = 2 * hole + 1; child < heap.length; child = 2 * hole + 1) {
                if (child + 1 < heap.length && heap[child + 1] > heap[child]) {
                    child++;
                }
                if (heap[child] <= moving) {
                    break;
                }
                heap[hole] = heap[child];
                hole = child;
            }
            heap[hole] = moving;
        }

        int size() {
            return tokens.length;
        }

        int[] tokens() {
            return tokens;
        }

        /** How many of the first candidates hold at least probability {@code p}. */
        int nucleus(double p, double temperature) {
            double total = 0;
            for (float logit : logits) {
                total += weight(logit, temperature);
            }
            double reached = 0;
            for (int i = 0; i < logits.length; i++) {
                reached += weight(logits[i], temperature);
                if (reached >= p * total) {
                    return i + 1;
                }
            }
            return logits.length;
        }

        int draw(double temperature, int kept, SplittableRandom random) {
            double total = 0;
            for (int i = 0; i < kept; i++) {
                total += weight(logits[i], temperature);
            }
            double left = random.nextDouble() * total;
            for (int i = 0; i < kept; i++) {
                left -= weight(logits[i], temperature);
                if (left < 0) {
                    return tokens[i];
                }
            }
            return tokens[kept - 1];
        }

        private double weight(float logit, double temperature) {
            return StrictMath.exp((logit - (double) logits[0]) / temperature);
        }
    }
}
