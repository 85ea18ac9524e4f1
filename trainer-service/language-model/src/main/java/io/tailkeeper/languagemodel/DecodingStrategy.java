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

    /** Texts that are followed side by side for each prompt; 0 where every token is picked at once. */
    default int beams() {
        return 0;
    }

    /**
     * Logits as the rule sees them.
     *
     * @param logits of the whole vocabulary; not changed
     * @param prompt what was read first
     * @param written what was written after it
     * @param count how many of {@code written} there are
     */
    default float[] seen(float[] logits, int[] prompt, int[] written, int count) {
        return logits;
    }

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

    /**
     * {@linkplain BeamSearch Beam search}: the most probable continuation that is found with so many texts followed side by side. One
     * beam is {@link Greedy}. Seeds are not read.
     */
    record Beam(int beams) implements DecodingStrategy {
        public Beam {
            requirePositive("beams", beams);
        }

        /** The choice of a search with one beam. */
        @Override
        public int next(float[] logits, SplittableRandom random) {
            return new Greedy().next(logits, random);
        }
    }

    /**
     * Another rule behind a repetition penalty (CTRL, arXiv 1909.05858): the logit of each token that is in the prompt or was written is
     * divided by the penalty where it is positive, and multiplied by it elsewhere, once however often the token is there.
     *
     * @param penalty more than 0; 1 changes nothing, more avoids repetition
     */
    record Penalised(DecodingStrategy rule, double penalty) implements DecodingStrategy {
        public Penalised {
            requirePositive("repetition penalty", penalty);
        }

        @Override
        public int next(float[] logits, SplittableRandom random) {
            return rule.next(logits, random);
        }

        @Override
        public int beams() {
            return rule.beams();
        }

        @Override
        public float[] seen(float[] logits, int[] prompt, int[] written, int count) {
            float[] seen = logits.clone();
            for (int token : prompt) {
                seen[token] = penalised(logits[token]);
            }
            for (int i = 0; i < count; i++) {
                seen[written[i]] = penalised(logits[written[i]]);
            }
            return seen;
        }

        private float penalised(float logit) {
            return (float) (logit > 0 ? logit / penalty : logit * penalty);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " of a decoding strategy must be more than 0, but is " + value);
        }
    }
}
