package io.tailkeeper.selection.latent;

/**
 * A covariance that can be inverted however few rows there are: {@code (1 - s) S + s m I} with the sample covariance S (divided by
 * n), {@code m = tr(S) / d}, and the intensity s that has the least expected squared error (Ledoit and Wolf, "A well-conditioned
 * estimator for large-dimensional covariance matrices", Journal of Multivariate Analysis 88, 2004):
 *
 * <pre>
 * s = min(b, c) / c    c = |S - m I|^2    b = (1 / n^2) sum_k |x_k x_k^T - S|^2 = (1 / n^2) (sum_k |x_k|^4 - n |S|^2)
 * </pre>
 *
 * with centred rows x_k and the sum of squares of all entries for |.|^2. The intensity is at least {@value #LEAST}, which is ours:
 * of two rows the formula asks for none.
 */
final class ShrunkCovariance {

    private static final double LEAST = 0.001;

    private final double[][] covariance;
    private final double intensity;

    /**
     * Estimates.
     *
     * @param rows (n, d), n at least 1
     * @param mean (d), their mean
     */
    ShrunkCovariance(double[][] rows, double[] mean) {
        covariance = Moments.covariance(rows, mean);
        double variance = meanVariance();
        intensity = intensity(rows, mean, variance);
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                covariance[i][j] = (1 - intensity) * covariance[i][j] + (i == j ? intensity * variance : 0);
            }
        }
    }

    private double meanVariance() {
        double trace = 0;
        for (int i = 0; i < covariance.length; i++) {
            trace += covariance[i][i];
        }
        return trace / covariance.length;
    }

    private double intensity(double[][] rows, double[] mean, double variance) {
        double squares = 0; // |S|^2
        double distance = 0; // |S - m I|^2
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                double off = covariance[i][j] - (i == j ? variance : 0);
                squares += covariance[i][j] * covariance[i][j];
                distance += off * off;
            }
        }
        double fourth = 0;
        for (double[] row : rows) {
            double[] centred = Moments.minus(row, mean);
            double length = Moments.dot(centred, centred);
            fourth += length * length;
        }
        double error = (fourth / rows.length - squares) / rows.length;
        return error >= distance ? 1 : Math.max(LEAST, error / distance);
    }

    /** s, from {@value #LEAST} to 1. */
    double intensity() {
        return intensity;
    }

    /** (d, d), symmetric; all 0 where the rows are all alike. */
    double[][] matrix() {
        return covariance;
    }
}
