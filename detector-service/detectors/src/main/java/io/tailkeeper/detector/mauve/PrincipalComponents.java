package io.tailkeeper.detector.mauve;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Principal component analysis of rows. */
final class PrincipalComponents {

    private PrincipalComponents() {}

    /**
     * The rows, less their mean, on as many of the first components as hold a share of the variance.
     *
     * @param rows (n, d), changed by the call
     * @param share of the variance, over 0, at most 1
     * @return (n, m), m at least 1
     */
    static double[][] project(double[][] rows, double share) {
        DMatrixRMaj centred = centred(rows);
        DMatrixRMaj covariance = new DMatrixRMaj(centred.numCols, centred.numCols);
        CommonOps_DDRM.multInner(centred, covariance);
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(centred.numCols, true, true);
        if (!decomposition.decompose(covariance)) {
            throw new ArithmeticException("the covariance of the embeddings has no eigenvalues");
        }
        double[] values = IntStream.range(0, decomposition.getNumberOfEigenvalues())
                .mapToDouble(i -> Math.max(0, decomposition.getEigenvalue(i).getReal()))
                .toArray();
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((one, other) -> Double.compare(values[other], values[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = kept(values, order, share);
        DMatrixRMaj axes = new DMatrixRMaj(centred.numCols, kept);
        for (int component = 0; component < kept; component++) {
            DMatrixRMaj axis = decomposition.getEigenVector(order[component]);
            for (int i = 0; i < axis.numRows; i++) {
                axes.set(i, component, axis.get(i));
            }
        }
        return product(centred, axes);
    }

    private static DMatrixRMaj centred(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                row[i] -= mean[i];
            }
        }
        return new DMatrixRMaj(rows);
    }

    private static int kept(double[] values, int[] order, double share) {
        double total = Arrays.stream(values).sum();
        double sum = 0;
        int kept = 0;
        while (kept < order.length && (kept == 0 || sum < share * total)) {
            sum += values[order[kept++]];
        }
        return kept;
    }

    private static double[][] product(DMatrixRMaj rows, DMatrixRMaj axes) {
        DMatrixRMaj product = new DMatrixRMaj(rows.numRows, axes.numCols);
        CommonOps_DDRM.mult(rows, axes, product);
        double[][] projected = new double[product.numRows][];
        for (int i = 0; i < projected.length; i++) {
            projected[i] = Arrays.copyOfRange(product.data, i * product.numCols, (i + 1) * product.numCols);
        }
        return projected;
    }
}
