package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.Weights;

/**
 * The rotation of queries and keys by their positions (Su et al., 2021): component i and component i + D / 2 of a head are
 * a pair, as in Hugging Face's Llama. The same angles serve every layer of a step.
 */
final class RotaryPositions {

    private final NDArray cosines; // (T, D)
    private final NDArray sines; // (T, D), of the first half negative

    private RotaryPositions(NDArray cosines, NDArray sines) {
        this.cosines = cosines;
        this.sines = sines;
    }

    /** The angles of {@code length} positions of which the first is {@code before}. */
    static RotaryPositions of(NDManager scope, Family.Llama family, int before, int length) {
        int size = family.headSize();
        int half = size / 2;
        float[] cosines = new float[length * size];
        float[] sines = new float[length * size];
        for (int pair = 0; pair < half; pair++) {
            double speed = Math.pow(family.rotaryBase(), -2.0 * pair / size);
            for (int t = 0; t < length; t++) {
                double angle = (before + t) * speed;
                int first = t * size + pair;
                cosines[first] = (float) Math.cos(angle);
                cosines[first + half] = cosines[first];
                sines[first + half] = (float) Math.sin(angle);
                sines[first] = -sines[first + half];
            }
        }
        Shape shape = new Shape(length, size);
        return new RotaryPositions(Weights.create(scope, cosines, shape), Weights.create(scope, sines, shape));
    }

    /** The rotated {@code x} (B, H, T - from, D), whose first position is number {@code from} of these. */
    NDArray rotate(NDArray x, int from) {
        NDList halves = x.split(2, 3);
        NDArray swapped = halves.get(1).concat(halves.get(0), 3);
        NDArray rotated = x.mul(Decoder.since(from, cosines, 0)).add(swapped.mul(Decoder.since(from, sines, 0)));
        return Casts.like(x, rotated);
    }
}
