package io.tailkeeper.detector.mauve;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The divergence curve of two histograms P and Q (arXiv 2102.01454): for mixtures R = wP + (1 - w)Q the points
 * (exp(-c KL(Q || R)), exp(-c KL(P || R))), and both ends of the axes.
 */
final class DivergenceCurve {

    static final double SCALE = 5;
    static final int MIXTURES = 25;

    private static final double LEAST_WEIGHT = 1e-6;

    private DivergenceCurve() {}

    /**
     * The area under the curve: the mean of that over either axis, by trapezoids.
     *
     * @param p shares of the bins, which sum to 1
     * @param q the same of the other side
     */
    static double area(double[] p, double[] q) {
        double[][] points = new double[MIXTURES + 2][];
        points[0] = new double[] {1, 0};
        for (int i = 0; i < MIXTURES; i++) {
            double w = LEAST_WEIGHT + (1 - 2 * LEAST_WEIGHT) * i / (MIXTURES - 1);
            points[i + 1] =
                    new double[] {Math.exp(-SCALE * divergence(q, p, 1 - w)), Math.exp(-SCALE * divergence(p, q, w))};
        }
        points[MIXTURES + 1] = new double[] {0, 1};
        return (trapezoids(points, 0, 1) + trapezoids(points, 1, 0)) / 2;
    }

    /** KL(from || weight from + (1 - weight) other), nats. */
    private static double divergence(double[] from, double[] other, double weight) {
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i] > 0) {
                sum += from[i] * Math.log(from[i] / (weight * from[i] + (1 - weight) * other[i]));
            }
        }
        return Math.max(0, sum);
    }

    private static double trapezoids(double[][] points, int x, int y) {
        double[][] sorted = points.clone();
        Arrays.sort(
                sorted,
                Comparator.<double[]>comparingDouble(point -> point[x])
                        .thenComparing(Comparator.<double[]>comparingDouble(point -> point[y])
                                .reversed()));
        double area = 0;
        for (int i = 1; i < sorted.length; i++) {
            area += (sorted[i][x] - sorted[i - 1][x]) * (sorted[i][y] + sorted[i - 1][y]) / 2;
        }
        return area;
    }
}
