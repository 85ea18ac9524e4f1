package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.calibration.PlattCalibration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Linear functions of a text's hashed n-grams, one or several side by side as in {@link ClassifierMixture}: cheap enough to stand
 * in front of an expensive detector.
 */
public final class LinearDetector implements TextDetector {

    private final float[] weights; // (buckets, experts), never changed
    private final float[] intercepts; // (experts)
    private final DistortedNgrams distorted;
    private final ConcurrentLinkedQueue<HashedNgrams> idle = new ConcurrentLinkedQueue<>();

    LinearDetector(float[] weights, float intercept, DistortedNgrams distorted) {
        this(weights, new float[] {intercept}, distorted);
    }

    private LinearDetector(float[] weights, float[] intercepts, DistortedNgrams distorted) {
        if (weights.length != HashedNgrams.BUCKETS * intercepts.length) {
            throw new IllegalArgumentException(
                    "a linear detector has " + HashedNgrams.BUCKETS + " weights, not " + weights.length);
        }
        this.weights = weights;
        this.intercepts = intercepts;
        this.distorted = distorted;
    }

    /**
     * The experts of several detectors, at least one, side by side.
     *
     * @throws IllegalArgumentException when they leave different words readable
     */
    public static LinearDetector mixture(List<LinearDetector> detectors) {
        List<LinearDetector> experts = detectors.stream()
                .flatMap(detector -> detector.experts().stream())
                .toList();
        DistortedNgrams distorted = experts.getFirst().distorted;
        if (!experts.stream().allMatch(it -> it.frequent().equals(distorted.frequent()))) {
            throw new IllegalArgumentException(
                    "linear experts leave different words readable; give those of one training");
        }
        float[] weights = new float[HashedNgrams.BUCKETS * experts.size()];
        float[] intercepts = new float[experts.size()];
        for (int i = 0; i < intercepts.length; i++) {
            intercepts[i] = experts.get(i).intercepts[0];
            for (int bucket = 0; bucket < HashedNgrams.BUCKETS; bucket++) {
                weights[bucket * intercepts.length + i] = experts.get(i).weights[bucket];
            }
        }
        return new LinearDetector(weights, intercepts, distorted);
    }

    @Override
    public double logit(String text) {
        HashedNgrams ngrams = read(text);
        double logit = intercepts.length == 1
                ? ngrams.dot(weights) + intercepts[0]
                : ClassifierMixture.mixed(expertLogits(ngrams));
        idle.add(ngrams);
        return logit;
    }

    /** The logits (experts) that each expert gives a text. */
    public double[] expertLogits(String text) {
        HashedNgrams ngrams = read(text);
        double[] logits = expertLogits(ngrams);
        idle.add(ngrams);
        return logits;
    }

    private HashedNgrams read(String text) {
        HashedNgrams polled = idle.poll();
        HashedNgrams ngrams = polled == null ? new HashedNgrams(distorted) : polled;
        ngrams.read(text);
        return ngrams;
    }

    private double[] expertLogits(HashedNgrams ngrams) {
        double[] logits = new double[intercepts.length];
        ngrams.dot(weights, logits);
        for (int i = 0; i < logits.length; i++) {
            logits[i] += intercepts[i];
        }
        return logits;
    }

    /** Number of experts. */
    public int expertCount() {
        return intercepts.length;
    }

    /** With another calibration of its logits, for a detector of one expert. */
    LinearDetector calibrated(PlattCalibration calibration) {
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (calibration.slope() * weights[i]);
        }
        return new LinearDetector(scaled, (float) calibration.logit(intercepts[0]), distorted);
    }

    /** Each expert as a detector of its own. */
    List<LinearDetector> experts() {
        return IntStream.range(0, intercepts.length)
                .mapToObj(i -> new LinearDetector(weights(i), intercepts[i], distorted))
                .toList();
    }

    private float[] weights(int expert) {
        float[] its = new float[HashedNgrams.BUCKETS];
        for (int bucket = 0; bucket < its.length; bucket++) {
            its[bucket] = weights[bucket * intercepts.length + expert];
        }
        return its;
    }

    /** The words that are left readable in the distorted text. */
    FrequentWords frequent() {
        return distorted.frequent();
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
