package io.tailkeeper.detector.onnx;

import io.tailkeeper.detector.features.FeatureList;
import java.util.stream.IntStream;

/**
 * What the encoder's last hidden states say: their mean, which is the meaning of the text, and their geometry, which is
 * its coherence: how far neighbours, and each piece and the whole, point the same way.
 */
final class StateFeatures {

    /** Features besides the mean. */
    static final int GEOMETRY = 18;

    private final float[] states; // (length, width)
    private final int length;
    private final int width;
    private final double[] mean;
    private final double[] norms;

    StateFeatures(float[] states, int length) {
        this.states = states;
        this.length = length;
        width = states.length / length;
        mean = mean(0, length);
        norms = IntStream.range(0, length)
                .mapToDouble(t -> Math.sqrt(dot(t, t)))
                .toArray();
    }

    void add(FeatureList features) {
        for (double component : mean) {
            features.add(component);
        }
        features.addSpread(neighbours(1));
        features.addSpread(neighbours(2));
        features.addSpread(toTheWhole());
        features.addSpread(norms);
        features.add(norm(mean));
        features.add(cosine(mean(0, length / 2), mean(length / 2, length)));
    }

    /** Appends the mean of some states and nothing else. */
    static void addMean(float[] states, int length, FeatureList features) {
        int width = states.length / length;
        for (int i = 0; i < width; i++) {
            double sum = 0;
            for (int t = 0; t < length; t++) {
                sum += states[t * width + i];
            }
            features.add(sum / length);
        }
    }

    private double[] neighbours(int distance) {
        return IntStream.range(distance, length)
                .mapToDouble(t -> dot(t, t - distance) / (norms[t] * norms[t - distance]))
                .toArray();
    }

    private double[] toTheWhole() {
        double whole = norm(mean);
        return IntStream.range(0, length)
                .mapToDouble(t -> {
                    double sum = 0;
                    for (int i = 0; i < width; i++) {
                        sum += states[t * width + i] * mean[i];
                    }
                    return sum / (norms[t] * whole);
                })
                .toArray();
    }

    private double[] mean(int from, int to) {
        double[] sum = new double[width];
        for (int t = from; t < to; t++) {
            for (int i = 0; i < width; i++) {
                sum[i] += states[t * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            sum[i] /= to - from;
        }
        return sum;
    }

    private double dot(int t, int u) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) states[t * width + i] * states[u * width + i];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        double squares = 0;
        for (double component : vector) {
            squares += component * component;
        }
        return Math.sqrt(squares);
    }

    private static double cosine(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum / (norm(left) * norm(right));
    }
}
