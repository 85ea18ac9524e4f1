package io.tailkeeper.selection.latent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dual of {@link ExponentialTilt}, {@code f(lambda) = log mean_i exp(lambda . (z_i - t))}, at a lambda. */
final class DualPoint {

    private static final int HALVINGS = 40;
    private static final double ROUNDING = 1e-12;

    /** Keeps the Hessian invertible where rows lie in a plane; in units of a column's variance. */
    private static final double RIDGE = 1e-10;

    private final double[][] rows;
    private final double[] target;
    private final double[] lambda;
    private final double value;
    private final double[] logWeights;
    private final double[] gradient;
    private final double[][] hessian;

    /**
     * Computes the dual, its gradient and its Hessian.
     *
     * @param rows (n, k), n at least 1, of mean 0 and deviation 1
     * @param target (k)
     * @param lambda (k)
     */
    DualPoint(double[][] rows, double[] target, double[] lambda) {
        this.rows = rows;
        this.target = target;
        this.lambda = lambda;
        logWeights = new double[rows.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            logWeights[i] = Moments.dot(lambda, rows[i]);
            largest = Math.max(largest, logWeights[i]);
        }
        double sum = 0;
        double[] mean = new double[lambda.length];
        hessian = new double[lambda.length][lambda.length];
        for (int i = 0; i < rows.length; i++) {
            logWeights[i] -= largest;
            double weight = Math.exp(logWeights[i]);
            sum += weight;
            add(weight, rows[i], mean);
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= sum;
            for (int k = 0; k <= j; k++) {
                hessian[j][k] = hessian[j][k] / sum - mean[j] * mean[k] + (j == k ? RIDGE : 0);
            }
        }
        gradient = Moments.minus(mean, target);
        value = Math.log(sum / rows.length) + largest - Moments.dot(lambda, target);
    }

    private void add(double weight, double[] row, double[] mean) {
        for (int j = 0; j < row.length; j++) {
            mean[j] += weight * row[j];
            for (int k = 0; k <= j; k++) {
                hessian[j][k] += weight * row[j] * row[k];
            }
        }
    }

    /** f. */
    double value() {
        return value;
    }

    /** The largest component of the gradient: how far the weighted mean is from the target in some column. */
    double steepest() {
        return Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    }

    /** (n), the largest 0. */
    double[] logWeights() {
        return logWeights.clone();
    }

    /** The point after a Newton step, halved until the dual falls; null where no step makes it fall. */
    @Nullable
    DualPoint descended() {
        double[] newton = new Cholesky(hessian).solve(gradient);
        double slope = Moments.dot(newton, gradient);
        double length = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double[] next = new double[lambda.length];
            for (int j = 0; j < next.length; j++) {
                next[j] = lambda[j] - length * newton[j];
            }
            DualPoint point = new DualPoint(rows, target, next);
            if (point.value <= value - 1e-4 * length * slope + ROUNDING) {
                return point;
            }
            length /= 2;
        }
        return null;
    }
}
