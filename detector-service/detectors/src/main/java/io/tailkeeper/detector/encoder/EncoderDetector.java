package io.tailkeeper.detector.encoder;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.TextDetector;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.ngram.LinearDetector;
import java.util.Iterator;
import java.util.List;

/**
 * Experts side by side, each a linear classifier on an encoder's features and a linear function of hashed n-grams; the odds of a
 * text are the sum of those that the experts give it.
 *
 * <p>An expert's logit is the mean of the two: of the classifier's, which in a long text is the mean over its passages, and of the
 * n-grams'. They err in different places: the encoder knows what words mean, the n-grams how a text is put together.
 *
 * <p>Does not own the encoder: whoever opened it closes it.
 */
public final class EncoderDetector implements TextDetector {

    private final Encoder encoder;
    private final ClassifierMixture mixture;
    private final LinearDetector ngrams;

    /**
     * For texts that this encoder encodes.
     *
     * @param mixture calibrated, an expert each
     * @param ngrams of the same experts in the same order, calibrated
     * @throws IllegalArgumentException when the classifiers were made for another number of features, or there are not as many
     *     experts of both kinds
     */
    public EncoderDetector(Encoder encoder, ClassifierMixture mixture, LinearDetector ngrams) {
        if (mixture.features() != encoder.dimension()) {
            throw new IllegalArgumentException("the classifier has " + mixture.features()
                    + " weights, the encoder gives " + encoder.dimension() + " features");
        }
        if (mixture.experts().size() != ngrams.expertCount()) {
            throw new IllegalArgumentException(
                    "the encoder has " + mixture.experts().size() + " experts, the n-grams have " + ngrams.expertCount()
                            + "; give equally many");
        }
        this.encoder = encoder;
        this.mixture = mixture;
        this.ngrams = ngrams;
    }

    @Override
    public double logit(String text) {
        return logits(List.of(text))[0];
    }

    @Override
    public double[] logits(List<String> texts) {
        List<List<String>> passages = texts.stream().map(Passages::of).toList();
        Iterator<float[]> features =
                encoder.encode(passages.stream().flatMap(List::stream).toList()).iterator();
        double[] logits = new double[texts.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = mixed(texts.get(i), passages.get(i).size(), features);
        }
        return logits;
    }

    private double mixed(String text, int passages, Iterator<float[]> features) {
        double[] logits = ngrams.expertLogits(text);
        for (int passage = 0; passage < passages; passage++) {
            float[] of = features.next();
            for (int expert = 0; expert < logits.length; expert++) {
                logits[expert] += mixture.experts().get(expert).logit(of) / passages;
            }
        }
        for (int expert = 0; expert < logits.length; expert++) {
            logits[expert] /= 2;
        }
        return ClassifierMixture.mixed(logits);
    }

    /** The experts' classifiers of features. */
    public ClassifierMixture mixture() {
        return mixture;
    }

    /** The experts' n-grams. */
    public LinearDetector ngrams() {
        return ngrams;
    }

    /** Version of the encoder that the classifiers belong to. */
    public String encoderVersion() {
        return encoder.version();
    }
}
