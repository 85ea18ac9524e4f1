package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.text.NormalizedText;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A text's hashed n-grams, folded into few enough buckets for a linear classifier to be fitted on one generation's calibration part.
 */
public final class NgramEncoder implements Encoder {

    private static final int BITS = 11;
    private static final int DIMENSION = 1 << BITS;

    /** Names the features; a change of any changes it. */
    private static final String VERSION = "hashed-ngrams-1";

    private final ConcurrentLinkedQueue<HashedNgrams> idle = new ConcurrentLinkedQueue<>();

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return texts.stream().map(this::features).toList();
    }

    private float[] features(String text) {
        HashedNgrams polled = idle.poll();
        HashedNgrams ngrams = polled == null ? new HashedNgrams() : polled;
        ngrams.read(NormalizedText.of(text));
        float[] features = new float[DIMENSION];
        for (int i = 0; i < ngrams.size(); i++) {
            features[ngrams.bucket(i) & (DIMENSION - 1)] += ngrams.value(i);
        }
        idle.add(ngrams);
        return features;
    }
}
