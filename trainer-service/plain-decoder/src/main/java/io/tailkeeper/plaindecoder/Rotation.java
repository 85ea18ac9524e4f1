package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.Arrays;

/**
 * Rotary positions (Su et al., 2021), for one position of one row at a time: component i and component i + D / 2 of a head
 * are a pair. Angles are computed as far as they are needed: a context may be stated far longer than any text. For any
 * thread.
 */
final class Rotation {

    private final ModelConfig config;
    private final Family.Llama family;
    private final int half;
    private volatile Angles angles = new Angles(new float[0][], new float[0][]);

    /** Cosines and sines of positions, (T, D / 2). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Angles(float[][] cosines, float[][] sines) {}

    Rotation(ModelConfig config, Family.Llama family) {
        this.config = config;
        this.family = family;
        half = family.headSize() / 2;
    }

    /** Makes ready to rotate the first {@code positions}. */
    synchronized void reach(int positions) {
        int known = angles.cosines().length;
        if (positions <= known) {
            return;
        }
        float[][] cosines = Arrays.copyOf(angles.cosines(), positions);
        float[][] sines = Arrays.copyOf(angles.sines(), positions);
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
        angles = new Angles(cosines, sines);
    }

    /** Rotates the heads of queries and keys, which lie side by side at the beginning. */
    void rotate(float[] projected, int position) {
        Angles reached = angles;
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
