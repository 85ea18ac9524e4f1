package io.tailkeeper.selection.latent;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The first principal components of rows, each divided by its standard deviation there. Eigenvectors of the covariance by
 * one-sided Jacobi rotations (Hestenes 1958; Golub and Van Loan, Matrix Computations, section 8.6): rows of a symmetric matrix
 * are rotated in pairs until they are orthogonal, and are then eigenvectors times eigenvalues.
 */
public final class PrincipalComponents {

    private static final int SWEEPS = 60;
    private static final double ORTHOGONAL = 1e-12;

    /** An eigenvalue below this share of the largest is rounding. */
    private static final double NOTHING = 1e-10;

    private final double[] mean;
    private final double[][] axes; // (k, d), each a unit vector over its standard deviation

    private PrincipalComponents(double[] mean, double[][] axes) {
        this.mean = mean;
        this.axes = axes;
    }

    /**
     * Finds them.
     *
     * @param rows (n, d), n at least 1
     * @param most k at most; there are fewer where the rows vary in fewer directions, and none where they are all alike
     * @throws IllegalArgumentException when there is no row, rows differ in length, or a number is not finite
     */
    public static PrincipalComponents of(double[][] rows, int most) {
        double[] mean = Moments.mean(rows);
        double[][] axes = orthogonal(Moments.covariance(rows, mean));
        double largest = Arrays.stream(axes)
                .mapToDouble(PrincipalComponents::variance)
                .max()
                .orElse(0);
        double least = Math.max(NOTHING * largest, Double.MIN_NORMAL);
        return new PrincipalComponents(
                mean,
                Arrays.stream(axes)
                        .filter(axis -> variance(axis) > least)
                        .sorted(Comparator.comparingDouble(PrincipalComponents::variance)
                                .reversed())
                        .limit(most)
                        .map(PrincipalComponents::scaled)
                        .toArray(double[][]::new));
    }

    /** The eigenvalue, which is the length. */
    private static double variance(double[] axis) {
        return Math.sqrt(Moments.dot(axis, axis));
    }

    /** An eigenvector of the length of its eigenvalue v, to one of length 1 / sqrt(v). */
    private static double[] scaled(double[] axis) {
        double variance = variance(axis);
        return Arrays.stream(axis)
                .map(value -> value / variance / Math.sqrt(variance))
                .toArray();
    }

    /**
     * Rotates rows until any two are orthogonal.
     *
     * @param symmetric (d, d), positive semidefinite, changed by the call
     * @return the same array: row i is an eigenvector times its eigenvalue, in no order
     */
    private static double[][] orthogonal(double[][] symmetric) {
        double largest = 0;
        for (double[] row : symmetric) {
            largest = Math.max(largest, Moments.dot(row, row));
        }
        double rounding = largest * NOTHING * NOTHING;
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < symmetric.length; p++) {
                for (int q = p + 1; q < symmetric.length; q++) {
                    rotated |= rotate(symmetric[p], symmetric[q], rounding);
                }
            }
        }
        return symmetric;
    }

    /** Makes two rows orthogonal; false where they are already, or one is nothing but rounding. */
    private static boolean rotate(double[] p, double[] q, double rounding) {
        double pp = Moments.dot(p, p);
        double qq = Moments.dot(q, q);
        double pq = Moments.dot(p, q);
        if (Math.min(pp, qq) <= rounding || Math.abs(pq) <= ORTHOGONAL * Math.sqrt(pp) * Math.sqrt(qq)) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = cosine * tangent;
        for (int i = 0; i < p.length; i++) {
            double of = p[i];
            p[i] = cosine * of - sine * q[i];
            q[i] = sine * of + cosine * q[i];
        }
        return true;
    }

    /** k, the number of components. */
    public int size() {
        return axes.length;
    }

    /**
     * A point on the components, (k): mean 0 and variance 1 over the rows that they were found from.
     *
     * @param row (d)
     */
    public double[] of(double[] row) {
        double[] centred = Moments.minus(row, mean);
        return Arrays.stream(axes)
                .mapToDouble(axis -> Moments.dot(axis, centred))
                .toArray();
    }
}
