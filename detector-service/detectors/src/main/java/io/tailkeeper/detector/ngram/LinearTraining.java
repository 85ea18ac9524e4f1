package io.tailkeeper.detector.ngram;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.ExpertSearch;
import io.tailkeeper.detector.calibration.Experts;
import io.tailkeeper.detector.calibration.Logit;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.measures.RocCurve;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Logistic regression on hashed n-grams by Adagrad (Duchi, Hazan and Singer, JMLR 12, 2011), one text a step.
 *
 * <p>The order of the texts is drawn anew each pass from the seed, so that equal texts and seeds give equal weights to the
 * last bit. Passes go on while the judge of a pass finds it better than the best before.
 *
 * @param passes most passes over the texts
 * @param learningRate of Adagrad
 * @param decay pull of a weight towards 0 whenever its bucket occurs
 * @param seed of the order
 */
public record LinearTraining(int passes, double learningRate, double decay, long seed) {

    private static final float EPSILON = 1e-6f;

    /** Adagrad at 0.2, at most 12 passes. */
    public static LinearTraining seeded(long seed) {
        return new LinearTraining(12, 0.2, 1e-5, seed);
    }

    /**
     * The detector: one expert, or several where the generators fall into groups that one cannot serve.
     *
     * @param fit normalised, of both classes
     * @param calibration others, by which passes and the number of experts are chosen
     */
    public Experts<LinearDetector> fit(List<LabelledText> fit, List<LabelledText> calibration) {
        List<ExpertSearch.Found<LinearDetector>> found = search(fit, calibration);
        return Experts.of(mixture(found), found);
    }

    /** The experts one by one, as {@link #fit(List, List)} puts them side by side. */
    public List<ExpertSearch.Found<LinearDetector>> search(List<LabelledText> fit, List<LabelledText> calibration) {
        return ExpertSearch.experts(fit, calibration, experts(fit), LabelledText::logits);
    }

    /** Experts that were found, side by side. */
    public static LinearDetector mixture(List<ExpertSearch.Found<LinearDetector>> found) {
        return LinearDetector.mixture(
                found.stream().map(ExpertSearch.Found::detector).toList());
    }

    /** Fits experts that leave the same words readable; each is calibrated on the texts its passes are chosen by. */
    BiFunction<List<LabelledText>, List<LabelledText>, LinearDetector> experts(List<LabelledText> all) {
        DistortedNgrams distorted = new DistortedNgrams(FrequentWords.of(all));
        return (texts, others) -> {
            boolean[] truth = LabelledText.truth(others);
            LinearDetector best =
                    fit(texts, distorted, detector -> RocCurve.of(LabelledText.logits(detector, others), truth)
                            .auroc());
            return best.calibrated(PlattCalibration.fit(LabelledText.logits(best, others), truth));
        };
    }

    /**
     * One expert: the detector of the best pass.
     *
     * @param texts normalised, of both classes
     * @param judge how good a detector is, on texts that are not among these; higher is better
     */
    public LinearDetector fit(List<LabelledText> texts, ToDoubleFunction<LinearDetector> judge) {
        return fit(texts, new DistortedNgrams(FrequentWords.of(texts)), judge);
    }

    private LinearDetector fit(
            List<LabelledText> texts, DistortedNgrams distorted, ToDoubleFunction<LinearDetector> judge) {
        float[] weights = new float[HashedNgrams.BUCKETS + 1]; // the intercept last
        float[] squares = new float[weights.length];
        HashedNgrams ngrams = new HashedNgrams(distorted);
        SplittableRandom random = new SplittableRandom(seed);
        LinearDetector best = detector(weights, distorted);
        double bestQuality = Double.NEGATIVE_INFINITY;
        for (int pass = 0; pass < passes; pass++) {
            for (int text : order(texts.size(), random)) {
                ngrams.read(texts.get(text).text());
                step(ngrams, texts.get(text).machineWritten(), weights, squares);
            }
            LinearDetector now = detector(weights, distorted);
            double quality = judge.applyAsDouble(now);
            if (quality <= bestQuality) {
                break;
            }
            best = now;
            bestQuality = quality;
        }
        return best;
    }

    private void step(HashedNgrams ngrams, boolean machineWritten, float[] weights, float[] squares) {
        double logit = ngrams.dot(weights) + weights[HashedNgrams.BUCKETS];
        double slope = Logit.probability(logit) - (machineWritten ? 1 : 0);
        for (int i = 0; i < ngrams.size(); i++) {
            int bucket = ngrams.bucket(i);
            update(bucket, slope * ngrams.value(i) + decay * weights[bucket], weights, squares);
        }
        update(HashedNgrams.BUCKETS, slope, weights, squares);
    }

    private void update(int at, double gradient, float[] weights, float[] squares) {
        squares[at] += (float) (gradient * gradient);
        weights[at] -= (float) (learningRate * gradient / Math.sqrt(squares[at] + EPSILON));
    }

    private static int[] order(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static LinearDetector detector(float[] weights, DistortedNgrams distorted) {
        return new LinearDetector(
                Arrays.copyOf(weights, HashedNgrams.BUCKETS), weights[HashedNgrams.BUCKETS], distorted);
    }
}
