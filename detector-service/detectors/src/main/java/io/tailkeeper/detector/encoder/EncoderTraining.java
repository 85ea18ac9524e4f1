package io.tailkeeper.detector.encoder;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.calibration.ExpertSearch;
import io.tailkeeper.detector.calibration.Experts;
import io.tailkeeper.detector.calibration.LinearClassifier;
import io.tailkeeper.detector.calibration.LogisticRegression;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearTraining;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Fits an encoder detector's experts, one, or several where the generators fall into groups that one cannot serve: classifiers by
 * logistic regression with a ridge penalty, n-grams by {@link LinearTraining}.
 *
 * <p>Of every text the classifiers see its passages, and a shorter stretch whose length is drawn, so that neither length nor what grows
 * with it tells the classes apart.
 *
 * @param strength of the ridge penalty
 * @param seed of the stretches and of the n-grams' training
 */
public record EncoderTraining(double strength, long seed) {

    /** Fewest words of a stretch. */
    private static final int MIN_WORDS = 20;

    /** Strength 0.03. */
    public static EncoderTraining seeded(long seed) {
        return new EncoderTraining(0.03, seed);
    }

    /**
     * The detector. Which generators have an expert to themselves is found with the n-grams, which are fitted in a second.
     *
     * @param fit texts to fit experts on, normalised, of both classes
     * @param calibration others, by which the number of experts is chosen and each of them calibrated
     */
    public Experts<EncoderDetector> fit(Encoder encoder, List<LabelledText> fit, List<LabelledText> calibration) {
        List<ExpertSearch.Found<LinearDetector>> found =
                LinearTraining.seeded(seed).search(fit, calibration);
        IdentityHashMap<LabelledText, List<LabelledFeatures>> features = features(encoder, fit);
        IdentityHashMap<LabelledText, List<float[]>> passages = passages(encoder, calibration);
        ClassifierMixture mixture = new ClassifierMixture(found.stream()
                .map(expert -> classifier(expert.fit(), features, expert.calibration(), passages))
                .toList());
        return Experts.of(new EncoderDetector(encoder, mixture, LinearTraining.mixture(found)), found);
    }

    private LinearClassifier classifier(
            List<LabelledText> texts,
            IdentityHashMap<LabelledText, List<LabelledFeatures>> features,
            List<LabelledText> others,
            IdentityHashMap<LabelledText, List<float[]>> passages) {
        LinearClassifier classifier = new LogisticRegression(texts.stream()
                        .flatMap(text -> Objects.requireNonNull(features.get(text), "the features of a text").stream())
                        .toList())
                .fit(new double[] {strength})
                .getFirst();
        double[] logits = others.stream()
                .mapToDouble(text -> mean(classifier, Objects.requireNonNull(passages.get(text), "the passages of a text")))
                .toArray();
        return classifier.calibrated(PlattCalibration.fit(logits, LabelledText.truth(others)));
    }

    private static double mean(LinearClassifier classifier, List<float[]> passages) {
        return passages.stream().mapToDouble(classifier::logit).average().orElseThrow();
    }

    private IdentityHashMap<LabelledText, List<LabelledFeatures>> features(Encoder encoder, List<LabelledText> texts) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> stretches = new ArrayList<>();
        List<LabelledText> of = new ArrayList<>();
        for (LabelledText text : texts) {
            for (String passage : Passages.of(text.text())) {
                stretches.add(passage);
                stretches.add(shorter(passage, random));
                of.add(text);
                of.add(text);
            }
        }
        List<float[]> encoded = encoder.encode(stretches);
        IdentityHashMap<LabelledText, List<LabelledFeatures>> features = new IdentityHashMap<>();
        for (int i = 0; i < encoded.size(); i++) {
            features.computeIfAbsent(of.get(i), text -> new ArrayList<>())
                    .add(new LabelledFeatures(encoded.get(i), of.get(i).machineWritten()));
        }
        return features;
    }

    private static IdentityHashMap<LabelledText, List<float[]>> passages(Encoder encoder, List<LabelledText> texts) {
        IdentityHashMap<LabelledText, List<float[]>> passages = new IdentityHashMap<>();
        List<List<String>> of =
                texts.stream().map(text -> Passages.of(text.text())).toList();
        List<float[]> encoded = encoder.encode(of.stream().flatMap(List::stream).toList());
        int next = 0;
        for (int i = 0; i < of.size(); i++) {
            passages.put(texts.get(i), encoded.subList(next, next + of.get(i).size()));
            next += of.get(i).size();
        }
        return passages;
    }

    /** A stretch of a passage at a place that is drawn, of a length that is drawn evenly by its logarithm. */
    private static String shorter(String passage, SplittableRandom random) {
        String[] words = passage.split(" ", -1);
        int least = Math.min(words.length, MIN_WORDS);
        int length = (int) Math.round(least * Math.pow((double) words.length / least, random.nextDouble()));
        int from = random.nextInt(words.length - length + 1);
        return Passages.joined(words, from, from + length);
    }
}
