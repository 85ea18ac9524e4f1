package io.tailkeeper.detector.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals of a quality (Efron, Annals of Statistics 7, 1979): each class is resampled on its own, with
 * replacement, in its own size. Texts are taken as independent.
 *
 * @param resamples number of resamples; 0 for no intervals
 * @param confidence share of the resamples within the interval
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double confidence, long seed) {

    /** 1,000 resamples, 95 %. */
    public static final Bootstrap DEFAULT = new Bootstrap(1_000, 0.95, 42);

    /**
     * A quality with the ends of its intervals; they are NaN without resamples.
     *
     * @param value on every text once
     */
    public record Interval(Quality value, Quality low, Quality high) {}

    /** The quality of texts and its intervals. */
    public Interval of(RankedTexts texts) {
        double[][] drawn = new double[Quality.FIGURES.size()][resamples];
        SplittableRandom random = new SplittableRandom(seed);
        int[] human = texts.ranks(false);
        int[] machine = texts.ranks(true);
        int[] counts = new int[texts.size()];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(counts, 0);
            draw(human, counts, random);
            draw(machine, counts, random);
            Quality quality = texts.quality(counts);
            for (int figure = 0; figure < drawn.length; figure++) {
                drawn[figure][resample] = Quality.FIGURES.get(figure).value().applyAsDouble(quality);
            }
        }
        for (double[] figure : drawn) {
            Arrays.sort(figure);
        }
        double tail = (1 - confidence) / 2;
        return new Interval(texts.quality(), quantile(drawn, tail), quantile(drawn, 1 - tail));
    }

    private static void draw(int[] ranks, int[] counts, SplittableRandom random) {
        for (int i = 0; i < ranks.length; i++) {
            counts[ranks[random.nextInt(ranks.length)]]++;
        }
    }

    private static Quality quantile(double[][] sorted, double share) {
        return Quality.of(Arrays.stream(sorted)
                .mapToDouble(figure -> quantile(figure, share))
                .toArray());
    }

    /** Linear between the order statistics. */
    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
