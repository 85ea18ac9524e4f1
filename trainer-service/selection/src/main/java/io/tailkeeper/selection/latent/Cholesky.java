package io.tailkeeper.selection.latent;

/** {@code A = L L^T} of a symmetric positive definite matrix, L lower triangular. */
final class Cholesky {

    private final double[][] lower;

    /**
     * Factors a matrix.
     *
     * @param matrix (d, d), of which the lower half is read
     * @throws ArithmeticException when it is not positive definite
     */
    Cholesky(double[][] matrix) {
        lower = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                if (i == j && !(rest > 0)) {
                    throw new ArithmeticException("the matrix is not positive definite: pivot " + i + " is " + rest);
                }
                lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
            }
        }
    }

    /** {@code L^-1 x}, whose squared length is {@code x^T A^-1 x}; (d). */
    double[] whitened(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double rest = x[i];
            for (int k = 0; k < i; k++) {
                rest -= lower[i][k] * y[k];
            }
            y[i] = rest / lower[i][i];
        }
        return y;
    }

    /** {@code A^-1 x}; (d). */
    double[] solve(double[] x) {
        double[] y = whitened(x);
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                y[i] -= lower[k][i] * y[k];
            }
            y[i] /= lower[i][i];
        }
        return y;
    }
}
