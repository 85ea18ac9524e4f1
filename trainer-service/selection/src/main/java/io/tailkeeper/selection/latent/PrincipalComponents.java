package io.tailkeeper.selection.latent;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The first principal components of rows, each divided by its standard deviation there: eigenvectors of the covariance, by EJML. */
public final class PrincipalComponents {

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
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(mean.length, true, true);
        if (!decomposition.decompose(new DMatrixRMaj(Moments.covariance(rows, mean)))) {
            throw new ArithmeticException("the covariance of the embeddings has no eigenvalues");
        }
        double[] variances = IntStream.range(0, mean.length)
                .mapToDouble(i -> decomposition.getEigenvalue(i).getReal())
                .toArray();
        double largest = Arrays.stream(variances).max().orElse(0);
        double least = Math.max(NOTHING * largest, Double.MIN_NORMAL);
        return new PrincipalComponents(
                mean,
                IntStream.range(0, variances.length)
                        .filter(i -> variances[i] > least)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> variances[i])
                                .reversed())
                        .limit(most)
                        .map(i -> scaled(decomposition.getEigenVector(i), variances[i]))
                        .toArray(double[][]::new));
    }

    /** A unit vector, over the standard deviation. */
    private static double[] scaled(DMatrixRMaj axis, double variance) {
        return Arrays.stream(axis.data, 0, axis.numRows)
                .map(value -> value / Math.sqrt(variance))
                .toArray();
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
