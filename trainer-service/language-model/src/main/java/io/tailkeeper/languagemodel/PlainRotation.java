package io.tailkeeper.languagemodel;

import io.tailkeeper.languagemodel.transformer.RotaryPositions;
import java.util.Arrays;

/**
 * The turns of {@link RotaryPositions}, for one position of one row at a time. They are computed as far as they are needed:
 * a context may be stated far longer than any text. For any thread.
 */
final class PlainRotation {

    private final ModelConfig config;
    private final Family.Llama family;
    private final int half;
    private volatile Turns turns = new Turns(new float[0][], new float[0][]);

    /** Cosines and sines of positions, (T, D / 2). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Turns(float[][] cosines, float[][] sines) {}

    PlainRotation(ModelConfig config, Family.Llama family) {
        this.config = config;
        this.family = family;
        half = family.headSize() / 2;
    }

    /** Makes ready to turn the first {@code positions}. */
    synchronized void reach(int positions) {
        int known = turns.cosines().length;
        if (positions <= known) {
            return;
        }
        float[][] cosines = Arrays.copyOf(turns.cosines(), positions);
        float[][] sines = Arrays.copyOf(turns.sines(), positions);
        for (int position = known; position < positions; position++) {
            cosines[position] = new float[half];
            sines[position] = new float[half];
        }
        for (int pair = 0; pair < half; pair++) {
            double speed = Math.pow(family.rotaryBase(), -2.0 * pair / family.headSize());
            for (int position = known; position < positions; position++) {
                cosines[position][pair] = (float) Math.cos(position * speed);
                sines[position][pair] = (float) Math.sin(position * speed);
            }
        }
        turns = new Turns(cosines, sines);
    }

    /** Turns the heads of queries and keys, which lie side by side at the beginning. */
    void turn(float[] projected, int position) {
        Turns reached = turns;
        float[] cosine = reached.cosines()[position];
        float[] sine = reached.sines()[position];
        for (int head = 0; head < config.heads() + family.keyValueHeads(); head++) {
            int one = head * 2 * half;
            int other = one + half;
            for (int pair = 0; pair < half; pair++) {
                float real = projected[one + pair];
                float imaginary = projected[other + pair];
                projected[one + pair] = real * cosine[pair] - imaginary * sine[pair];
                projected[other + pair] = real * sine[pair] + imaginary * cosine[pair];
            }
        }
    }
}
