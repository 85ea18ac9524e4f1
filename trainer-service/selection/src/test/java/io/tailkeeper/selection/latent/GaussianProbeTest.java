package io.tailkeeper.selection.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianProbeTest {

    static double[][] gaussian(long seed, int rows, int columns) {
        Random random = new Random(seed);
        double[][] drawn = new double[rows][columns];
        for (double[] row : drawn) {
            double common = random.nextGaussian();
            Arrays.setAll(row, i -> (1 + i) * random.nextGaussian() + common + i);
        }
        return drawn;
    }

    @Test
    void inOneDimensionItIsTheSquaredStandardScore() {
        GaussianProbe probe = GaussianProbe.fit(new double[][] {{0}, {2}, {4}});

        assertThat(probe.score(new double[] {2})).isZero();
        assertThat(probe.score(new double[] {6})).as("-16 / (8 / 3)").isCloseTo(-6, within(1e-12));
    }

    @Test
    void shrinksAsWorkedByHand() {
        // S = diag(2, 1/2), m = 5/4, c = 9/8, b = ((16 + 16 + 1 + 1) / 4 - 17/4) / 4 = 17/16, s = 17/18
        double[][] cross = {{2, 0}, {-2, 0}, {0, 1}, {0, -1}};
        ShrunkCovariance shrunk = new ShrunkCovariance(cross, new double[2]);

        assertThat(shrunk.intensity()).isCloseTo(17 / 18.0, within(1e-12));
        assertThat(shrunk.matrix()[0][0]).isCloseTo(31 / 24.0, within(1e-12));
        assertThat(shrunk.matrix()[1][1]).isCloseTo(29 / 24.0, within(1e-12));
        assertThat(shrunk.matrix()[0][1]).isZero();
        assertThat(GaussianProbe.fit(cross).score(new double[] {2, 1}))
                .isCloseTo(-(96 / 31.0 + 24 / 29.0), within(1e-12));
    }

    @Test
    void isWhatTheDefinitionsGiveByLongSumsAndElimination() {
        double[][] human = gaussian(1, 20, 5);
        GaussianProbe probe = GaussianProbe.fit(human);
        double[][] covariance = naiveShrunk(human);
        for (double[] text : gaussian(2, 10, 5)) {
            double[] off = new double[5];
            for (int i = 0; i < 5; i++) {
                int column = i;
                off[i] = text[i]
                        - Arrays.stream(human)
                                .mapToDouble(row -> row[column])
                                .average()
                                .orElseThrow();
            }
            double[] solved = eliminated(covariance, off);
            double expected = 0;
            for (int i = 0; i < 5; i++) {
                expected -= off[i] * solved[i];
            }
            assertThat(probe.score(text)).isCloseTo(expected, within(1e-9));
        }
    }

    /** Ledoit and Wolf, lemma 3.2 to 3.4, with their norm |A|^2 = tr(A A^T) / d. */
    private static double[][] naiveShrunk(double[][] rows) {
        int n = rows.length;
        int d = rows[0].length;
        double[][] x = new double[n][d];
        double[][] sample = new double[d][d];
        for (int i = 0; i < d; i++) {
            int column = i;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            for (int k = 0; k < n; k++) {
                x[k][i] = rows[k][i] - mean;
            }
        }
        for (double[] row : x) {
            add(sample, outer(row), 1.0 / n);
        }
        double m = 0;
        for (int i = 0; i < d; i++) {
            m += sample[i][i] / d;
        }
        double[][] away = copy(sample);
        for (int i = 0; i < d; i++) {
            away[i][i] -= m;
        }
        double spread = 0;
        for (double[] row : x) {
            double[][] own = outer(row);
            add(own, sample, -1);
            spread += norm(own) / n / n;
        }
        double share = Math.min(spread, norm(away)) / norm(away);
        double[][] shrunk = new double[d][d];
        add(shrunk, sample, 1 - share);
        for (int i = 0; i < d; i++) {
            shrunk[i][i] += share * m;
        }
        return shrunk;
    }

    private static double[][] outer(double[] row) {
        double[][] product = new double[row.length][row.length];
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < row.length; j++) {
                product[i][j] = row[i] * row[j];
            }
        }
        return product;
    }

    private static void add(double[][] to, double[][] matrix, double factor) {
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < to.length; j++) {
                to[i][j] += factor * matrix[i][j];
            }
        }
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }

    private static double norm(double[][] matrix) {
        return Arrays.stream(matrix)
                        .flatMapToDouble(Arrays::stream)
                        .map(each -> each * each)
                        .sum()
                / matrix.length;
    }

    /** {@code A^-1 x} by Gauss and Jordan with pivots. */
    private static double[] eliminated(double[][] matrix, double[] x) {
        double[][] a = copy(matrix);
        double[] y = x.clone();
        for (int column = 0; column < y.length; column++) {
            int pivot = column;
            for (int row = column; row < y.length; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] line = a[pivot];
            a[pivot] = a[column];
            a[column] = line;
            double value = y[pivot];
            y[pivot] = y[column];
            y[column] = value;
            for (int row = 0; row < y.length; row++) {
                double factor = row == column ? 0 : a[row][column] / a[column][column];
                for (int j = column; j < y.length && factor != 0; j++) {
                    a[row][j] -= factor * a[column][j];
                }
                y[row] -= factor * y[column];
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] /= a[i][i];
        }
        return y;
    }

    @Test
    void textLikeHumanTextScoresHigherThanTextElsewhere() {
        GaussianProbe probe = GaussianProbe.fit(gaussian(1, 200, 8));
        double like = Arrays.stream(gaussian(2, 200, 8))
                .mapToDouble(probe::score)
                .average()
                .orElseThrow();
        double elsewhere = Arrays.stream(gaussian(2, 200, 8))
                .map(row -> Arrays.stream(row).map(value -> value + 6).toArray())
                .mapToDouble(probe::score)
                .average()
                .orElseThrow();
        assertThat(like).as("minus the number of dimensions").isCloseTo(-8, within(1.0));
        assertThat(elsewhere).isLessThan(like - 10);
    }

    @Test
    void embeddingsThatAreAllAlikeMeasureByPlainDistance() {
        for (double[][] human : new double[][][] {{{1, 1}, {1, 1}, {1, 1}}, {{1, 1}}}) {
            GaussianProbe probe = GaussianProbe.fit(human);
            assertThat(probe.score(new double[] {1, 1})).isZero();
            assertThat(probe.score(new double[] {4, 5})).isEqualTo(-25);
        }
    }

    @Test
    void fewerTextsThanDimensionsAndAConstantDimensionHaveAFiniteScore() {
        for (int rows : new int[] {2, 3, 7}) {
            GaussianProbe probe = GaussianProbe.fit(gaussian(3, rows, 40));
            for (double[] text : gaussian(4, 5, 40)) {
                assertThat(probe.score(text)).isFinite().isNegative();
            }
        }
        GaussianProbe flat = GaussianProbe.fit(new double[][] {{0, 7}, {1, 7}, {3, 7}});
        assertThat(flat.score(new double[] {1, 8})).isFinite().isLessThan(flat.score(new double[] {1, 7}));
    }

    @Test
    void saysWhatIsWrongWithEmbeddings() {
        assertThatThrownBy(() -> GaussianProbe.fit(new double[0][]))
                .hasMessage("embeddings: none is given, at least one is needed");
        assertThatThrownBy(() -> GaussianProbe.fit(new double[][] {{1, 2}, {1}}))
                .hasMessage("embeddings: row 1 has 1 numbers, row 0 has 2");
        assertThatThrownBy(() -> GaussianProbe.fit(new double[][] {{1}, {Double.NaN}}))
                .hasMessage(
                        "embeddings: row 1 holds NaN, which is no finite number; the model that embeds has diverged");
        assertThatThrownBy(() -> new Cholesky(new double[][] {{1, 2}, {2, 1}}))
                .hasMessage("the matrix of 2 rows and columns is not positive definite");
    }
}
