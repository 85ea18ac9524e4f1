package io.tailkeeper.detector.mauve;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Lloyd's algorithm from k-means++ (Arthur and Vassilvitskii, SODA 2007); the best of some starts, equal for equal rows. */
final class KMeans {

    private static final int STARTS = 5;
    private static final int MOST_ITERATIONS = 500;
    private static final long SEED = 25;

    private final double[][] rows;
    private final double[][] centroids;
    private final int[] assignments;

    private KMeans(double[][] rows, int clusters, SplittableRandom random) {
        this.rows = rows;
        centroids = new double[clusters][];
        assignments = new int[rows.length];
        Arrays.fill(assignments, -1);
        chooseCentroids(random);
    }

    /**
     * The cluster of each row.
     *
     * @param rows (n, d)
     * @param clusters k, at most n
     * @return n numbers from 0 to k - 1; a cluster may be empty where rows are equal
     */
    static int[] cluster(double[][] rows, int clusters) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            KMeans attempt = new KMeans(rows, clusters, random);
            double inertia = attempt.run();
            if (best.length == 0 || inertia < least) {
                best = attempt.assignments;
                least = inertia;
            }
        }
        return best;
    }

    /** Each further centroid is a row, drawn by its squared distance to the nearest one so far. */
    private void chooseCentroids(SplittableRandom random) {
        double[] nearest = new double[rows.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(rows.length);
        for (int c = 0; c < centroids.length; c++) {
            centroids[c] = rows[chosen].clone();
            double total = 0;
            for (int i = 0; i < rows.length; i++) {
                nearest[i] = Math.min(nearest[i], distance(rows[i], centroids[c]));
                total += nearest[i];
            }
            chosen = draw(nearest, total * random.nextDouble());
        }
    }

    private static int draw(double[] weights, double point) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (point < sum) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** Squared distances to the centroids, summed. */
    private double run() {
        double inertia = 0;
        boolean changed = true;
        for (int iteration = 0; iteration < MOST_ITERATIONS && changed; iteration++) {
            changed = false;
            inertia = 0;
            for (int i = 0; i < rows.length; i++) {
                int nearest = nearest(rows[i]);
                changed |= nearest != assignments[i];
                assignments[i] = nearest;
                inertia += distance(rows[i], centroids[nearest]);
            }
            moveCentroids();
        }
        return inertia;
    }

    private int nearest(double[] row) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centroids.length; c++) {
            double distance = distance(row, centroids[c]);
            if (distance < least) {
                least = distance;
                nearest = c;
            }
        }
        return nearest;
    }

    /** To the mean of their rows; one without rows stays. */
    private void moveCentroids() {
        double[][] sums = new double[centroids.length][rows[0].length];
        int[] sizes = new int[centroids.length];
        for (int i = 0; i < rows.length; i++) {
            sizes[assignments[i]]++;
            for (int d = 0; d < rows[i].length; d++) {
                sums[assignments[i]][d] += rows[i][d];
            }
        }
        for (int c = 0; c < centroids.length; c++) {
            for (int d = 0; sizes[c] > 0 && d < sums[c].length; d++) {
                centroids[c][d] = sums[c][d] / sizes[c];
            }
        }
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }
}
