package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.MixtureHead;
import io.tailkeeper.detector.TextDetector;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Linear functions of a text's hashed n-grams, one or several side by side as in {@link MixtureHead}: cheap enough to stand
 * in front of an expensive detector.
 */
public final class LinearDetector implements TextDetector {

    private final float[] weights; // (buckets, experts), never changed
    private final float[] intercepts; // (experts)
    private final ConcurrentLinkedQueue<HashedNgrams> idle = new ConcurrentLinkedQueue<>();

    LinearDetector(float[] weights, float intercept) {
        this(weights, new float[] {intercept});
    }

    private LinearDetector(float[] weights, float[] intercepts) {
        if (weights.length != HashedNgrams.BUCKETS * intercepts.length) {
            throw new IllegalArgumentException(
                    "a linear detector has " + HashedNgrams.BUCKETS + " weights, not " + weights.length);
        }
        this.weights = weights;
        this.intercepts = intercepts;
    }

    /** The experts of several detectors, at least one, side by side. */
    public static LinearDetector mixture(List<LinearDetector> detectors) {
        List<LinearDetector> experts = detectors.stream()
                .flatMap(detector -> detector.experts().stream())
                .toList();
        float[] weights = new float[HashedNgrams.BUCKETS * experts.size()];
        float[] intercepts = new float[experts.size()];
        for (int i = 0; i < intercepts.length; i++) {
            intercepts[i] = experts.get(i).intercepts[0];
            for (int bucket = 0; bucket < HashedNgrams.BUCKETS; bucket++) {
                weights[bucket * intercepts.length + i] = experts.get(i).weights[bucket];
            }
        }
        return new LinearDetector(weights, intercepts);
    }

    @Override
    public double logit(String text) {
        HashedNgrams ngrams = idle.poll();
        if (ngrams == null) {
            ngrams = new HashedNgrams();
        }
        ngrams.read(text);
        double logit = intercepts.length == 1 ? ngrams.dot(weights) + intercepts[0] : mixed(ngrams);
        idle.add(ngrams);
        return logit;
    }

    private double mixed(HashedNgrams ngrams) {
        double[] logits = new double[intercepts.length];
        ngrams.dot(weights, logits);
        for (int i = 0; i < logits.length; i++) {
            logits[i] += intercepts[i];
        }
        return MixtureHead.mixed(logits);
    }

    /** Each expert as a detector of its own. */
    List<LinearDetector> experts() {
        return IntStream.range(0, intercepts.length)
                .mapToObj(i -> new LinearDetector(weights(i), intercepts[i]))
                .toList();
    }

    private float[] weights(int expert) {
        float[] its = new float[HashedNgrams.BUCKETS];
        for (int bucket = 0; bucket < its.length; bucket++) {
            its[bucket] = weights[bucket * intercepts.length + expert];
        }
        return its;
    }

    /** Weight of the first expert. */
    float weight(int bucket) {
        return weights[bucket * intercepts.length];
    }

    /** Intercept of the first expert. */
    float intercept() {
        return intercepts[0];
    }
}
