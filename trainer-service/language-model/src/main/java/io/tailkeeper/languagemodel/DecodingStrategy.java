package io.tailkeeper.languagemodel;

import java.util.SplittableRandom;

/** A rule that picks the next token from a row of logits. Implementations are immutable and need no shared state. */
public sealed interface DecodingStrategy {

    /**
     * The next token.
     *
     * @param logits of the whole vocabulary; not changed
     * @param random the row's own random numbers; at most one is drawn
     * @throws IllegalArgumentException when a logit that is looked at is not a number
     */
    int next(float[] logits, SplittableRandom random);

    /** The most probable token; of equal ones the first. */
    record Greedy() implements DecodingStrategy {
        @Override
        public int next(float[] logits, SplittableRandom random) {
            int best = 0;
            for (int i = 0; i < logits.length; i++) {
                if (Float.isNaN(logits[i])) {
                    throw Candidates.notANumber();
                }
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
            return Candidates.best(logits, k).draw(temperature, random);
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
            return Candidates.best(logits, logits.length).drawNucleus(p, temperature, random);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " of a decoding strategy must be more than 0, but is " + value);
        }
    }
}
