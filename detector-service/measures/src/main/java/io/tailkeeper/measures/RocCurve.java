package io.tailkeeper.measures;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Receiver operating characteristic of scores of two classes: for each threshold, how many positives and how many negatives
 * lie above it (Fawcett, Pattern Recognition Letters 27, 2006). Equal scores are one step of the curve. Memory is
 * proportional to the distinct scores.
 */
public final class RocCurve {

    /** 97.5th percentile of the standard normal distribution. */
    private static final double QUANTILE_975 = 1.959964;

    /** So that a share that is a whole number of negatives counts as one in spite of rounding. */
    private static final double ROUNDING = 1e-9;

    private final double[] scores; // ascending, each once
    private final long[] negatives;
    private final long[] positives;
    private final long allNegatives;
    private final long allPositives;

    private RocCurve(double[] scores, long[] negatives, long[] positives) {
        this.scores = scores;
        this.negatives = negatives;
        this.positives = positives;
        allNegatives = Arrays.stream(negatives).sum();
        allPositives = Arrays.stream(positives).sum();
    }

    /**
     * Of scores in any order.
     *
     * @param positive whether each is of a positive
     * @throws IllegalArgumentException when a score is not a number
     */
    public static RocCurve of(double[] scores, boolean[] positive) {
        if (Arrays.stream(scores).anyMatch(Double::isNaN)) { // which equals nothing, itself included
            throw new IllegalArgumentException("a detector's value of a text is not a number; its model is broken");
        }
        Integer[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .toArray(Integer[]::new);
        double[] sorted = Arrays.stream(order).mapToDouble(i -> scores[i]).toArray();
        int[] steps = steps(sorted);
        int count = sorted.length == 0 ? 0 : steps[sorted.length - 1] + 1;
        double[] distinct = new double[count];
        long[] negatives = new long[count];
        long[] positives = new long[count];
        for (int i = 0; i < steps.length; i++) {
            distinct[steps[i]] = sorted[i];
            (positive[order[i]] ? positives : negatives)[steps[i]]++;
        }
        return new RocCurve(distinct, negatives, positives);
    }

    /**
     * Of the scores of each class.
     *
     * @throws IllegalArgumentException when a score is not a number
     */
    public static RocCurve of(double[] negatives, double[] positives) {
        double[] scores = Arrays.copyOf(negatives, negatives.length + positives.length);
        System.arraycopy(positives, 0, scores, negatives.length, positives.length);
        boolean[] positive = new boolean[scores.length];
        Arrays.fill(positive, negatives.length, scores.length, true);
        return of(scores, positive);
    }

    /**
     * Of counts: of a histogram, or of a resample of scores that are sorted already.
     *
     * @param negatives number of negatives of each score, from the lowest to the highest; a score is its index
     * @param positives the same of positives, as many
     */
    public static RocCurve ofCounts(long[] negatives, long[] positives) {
        double[] scores = IntStream.range(0, negatives.length).asDoubleStream().toArray();
        return new RocCurve(scores, negatives.clone(), positives.clone());
    }

    /**
     * Which step of the curve each score belongs to.
     *
     * @param ascending scores, none of which is NaN
     * @return as many indexes, from 0; equal scores have equal ones
     */
    public static int[] steps(double[] ascending) {
        int[] steps = new int[ascending.length];
        for (int i = 1; i < ascending.length; i++) {
            steps[i] = steps[i - 1] + (ascending[i] == ascending[i - 1] ? 0 : 1);
        }
        return steps;
    }

    /** Whether there are both positives and negatives; where not, nothing can be told apart. */
    public boolean hasBothClasses() {
        return allNegatives > 0 && allPositives > 0;
    }

    /**
     * Area under the curve: the share of pairs of a positive and a negative in which the positive has the higher score, ties
     * counted half (the Mann-Whitney U statistic over the number of pairs; Hanley and McNeil, Radiology 143, 1982). 0.5 when a
     * class is missing. Exact up to 2^52 pairs.
     */
    public double auroc() {
        double wins = 0;
        long below = 0;
        for (int step = 0; step < scores.length; step++) {
            wins += positives[step] * (below + negatives[step] / 2.0);
            below += negatives[step];
        }
        return hasBothClasses() ? wins / ((double) allPositives * allNegatives) : 0.5;
    }

    /** {@link #standardError(double, long, long)} of this curve's area; not a number when a class is missing. */
    public double standardError() {
        return hasBothClasses() ? standardError(auroc(), allNegatives, allPositives) : Double.NaN;
    }

    /**
     * Standard error of an area A under the curve (Hanley and McNeil, Radiology 143, 1982): the root of (A (1 - A) + (p - 1)
     * (Q1 - A^2) + (n - 1) (Q2 - A^2)) / (p n) with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A).
     *
     * @param auroc A, 0 to 1
     * @param negatives n, at least 1
     * @param positives p, at least 1
     */
    public static double standardError(double auroc, long negatives, long positives) {
        double q1 = auroc / (2 - auroc);
        double q2 = 2 * auroc * auroc / (1 + auroc);
        double square = auroc * auroc;
        double variance = (auroc * (1 - auroc) + (positives - 1) * (q1 - square) + (negatives - 1) * (q2 - square))
                / ((double) positives * negatives);
        return Math.sqrt(Math.max(0, variance)); // rounding can leave it below 0 near an area of 1
    }

    /** Half the width of the area's 95 % interval, normal approximation; not a number when a class is missing. */
    public double margin() {
        return QUANTILE_975 * standardError();
    }

    /** Whether the lower end of the area's 95 % interval is above 0.5. */
    public boolean isBetterThanChance() {
        return auroc() - margin() > 0.5;
    }

    /**
     * The lowest score that at most a share of the negatives exceeds, which is that of a negative; positive infinity without
     * negatives.
     *
     * @param falsePositiveRate the share, 0 to less than 1
     */
    public double threshold(double falsePositiveRate) {
        return allNegatives == 0 ? Double.POSITIVE_INFINITY : scores[thresholdStep(falsePositiveRate)];
    }

    /**
     * Share of the positives above {@link #threshold}; those at it are not found. 0 when a class is missing.
     *
     * @param falsePositiveRate 0 to less than 1
     */
    public double truePositiveRate(double falsePositiveRate) {
        if (!hasBothClasses()) {
            return 0;
        }
        long found = 0;
        for (int step = thresholdStep(falsePositiveRate) + 1; step < scores.length; step++) {
            found += positives[step];
        }
        return found / (double) allPositives;
    }

    private int thresholdStep(double falsePositiveRate) {
        long allowed = Math.min(allNegatives - 1, (long) Math.floor(falsePositiveRate * allNegatives + ROUNDING));
        int step = scores.length - 1;
        for (long above = negatives[step]; above <= allowed; above += negatives[step]) {
            step--;
        }
        return step;
    }
}
