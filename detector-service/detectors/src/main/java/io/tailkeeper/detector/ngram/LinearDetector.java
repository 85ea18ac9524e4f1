package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.TextDetector;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A linear function of a text's hashed n-grams: cheap enough to stand in front of an expensive detector. */
public final class LinearDetector implements TextDetector {

    private final float[] weights; // (buckets), never changed
    private final float intercept;
    private final ConcurrentLinkedQueue<HashedNgrams> idle = new ConcurrentLinkedQueue<>();

    LinearDetector(float[] weights, float intercept) {
        if (weights.length != HashedNgrams.BUCKETS) {
            throw new IllegalArgumentException(
                    "a linear detector has " + HashedNgrams.BUCKETS + " weights, not " + weights.length);
        }
        this.weights = weights;
        this.intercept = intercept;
    }

    @Override
    public double logit(String text) {
        HashedNgrams ngrams = idle.poll();
        if (ngrams == null) {
            ngrams = new HashedNgrams();
        }
        ngrams.read(text);
        double logit = ngrams.dot(weights) + intercept;
        idle.add(ngrams);
        return logit;
    }

    float weight(int bucket) {
        return weights[bucket];
    }

    float intercept() {
        return intercept;
    }
}
