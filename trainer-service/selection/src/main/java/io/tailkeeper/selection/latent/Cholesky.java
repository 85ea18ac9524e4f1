package io.tailkeeper.selection.latent;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** {@code A = L L^T} of a symmetric positive definite matrix, L lower triangular, by EJML. */
final class Cholesky {

    private final DMatrixRMaj lower;

    /**
     * Factors a matrix.
     *
     * @param matrix (d, d), d at least 1, of which the lower half is read
     * @throws ArithmeticException when it is not positive definite
     */
    Cholesky(double[][] matrix) {
        DMatrixRMaj whole = new DMatrixRMaj(matrix.length, matrix.length);
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                whole.set(i, j, matrix[i][j]);
                whole.set(j, i, matrix[i][j]);
            }
        }
        CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(matrix.length, true);
        if (!decomposition.decompose(whole)) {
            throw new ArithmeticException(
                    "the matrix of " + matrix.length + " rows and columns is not positive definite");
        }
        lower = decomposition.getT(null);
    }

    /** {@code L^-1 x}, whose squared length is {@code x^T A^-1 x}; (d). */
    double[] whitened(double[] x) {
        double[] y = x.clone();
        TriangularSolver_DDRM.solveL(lower.data, y, y.length);
        return y;
    }

    /** {@code A^-1 x}; (d). */
    double[] solve(double[] x) {
        double[] y = whitened(x);
        TriangularSolver_DDRM.solveTranL(lower.data, y, y.length);
        return y;
    }
}
