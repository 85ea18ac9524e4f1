package io.tailkeeper.selection.latent;

/** Mean and covariance of rows, each divided by n. */
final class Moments {

    private Moments() {}

    /**
     * The mean of each column.
     *
     * @param rows (n, d), n at least 1
     * @return (d)
     * @throws IllegalArgumentException when there is no row, rows differ in length, or a number is not finite
     */
    static double[] mean(double[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("embeddings: none is given, at least one is needed");
        }
        double[] mean = new double[rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            require(rows[row], mean.length, row);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += rows[row][i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.length;
        }
        return mean;
    }

    private static void require(double[] row, int columns, int number) {
        if (row.length != columns) {
            throw new IllegalArgumentException(
                    "embeddings: row " + number + " has " + row.length + " numbers, row 0 has " + columns);
        }
        for (double value : row) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("embeddings: row " + number + " holds " + value
                        + ", which is no finite number; the model that embeds has diverged");
            }
        }
    }

    /**
     * The covariance.
     *
     * @param rows (n, d)
     * @param mean (d)
     * @return (d, d), symmetric
     */
    static double[][] covariance(double[][] rows, double[] mean) {
        double[][] covariance = new double[mean.length][mean.length];
        for (double[] row : rows) {
            double[] centred = minus(row, mean);
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= rows.length;
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /** {@code row - mean}, both (d). */
    static double[] minus(double[] row, double[] mean) {
        double[] centred = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            centred[i] = row[i] - mean[i];
        }
        return centred;
    }

    /** The sum of products, both (d). */
    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
