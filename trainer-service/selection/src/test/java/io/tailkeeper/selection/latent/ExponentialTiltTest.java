package io.tailkeeper.selection.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExponentialTiltTest {

    private static final double ANY = 1e-3;

    /** So many rows of 0, then so many of 1. */
    private static double[][] twoPoints(int zeros, int ones) {
        double[][] rows = new double[zeros + ones][];
        Arrays.setAll(rows, i -> new double[] {i < zeros ? 0 : 1});
        return rows;
    }

    private static double[] mean(double[][] rows, double[] logWeights) {
        double[] mean = new double[rows[0].length];
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += Math.exp(logWeights[i]);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += Math.exp(logWeights[i]) * rows[i][j];
            }
        }
        double total = sum;
        return Arrays.stream(mean).map(value -> value / total).toArray();
    }

    @Test
    void ofTwoPointsTheOddsAreThoseOfTheGoal() {
        for (double goal : new double[] {0.05, 0.3, 0.9, 0.99}) {
            ExponentialTilt tilt = ExponentialTilt.towards(twoPoints(70, 30), new double[] {goal}, ANY);

            double lambda = Math.log(goal / (1 - goal)) - Math.log(30 / 70.0);
            assertThat(tilt.reached()).isEqualTo(1);
            assertThat(tilt.logWeights()[99] - tilt.logWeights()[0]).isCloseTo(lambda, within(1e-6));
            assertThat(Math.max(tilt.logWeights()[0], tilt.logWeights()[99])).isZero();
            assertThat(tilt.effectiveSampleSize())
                    .isCloseTo(1 / (goal * goal / 30 + (1 - goal) * (1 - goal) / 70), within(1e-5));
        }
    }

    @Test
    void inFourDimensionsTheMeanIsTheGoalAndTheLogarithmIsLinear() {
        double[][] rows = GaussianProbeTest.gaussian(11, 200, 4);
        double[] goal = {0.5, 0.25, 3, 1};
        ExponentialTilt tilt = ExponentialTilt.towards(rows, goal, ANY);

        assertThat(tilt.reached()).isEqualTo(1);
        double[] reached = mean(rows, tilt.logWeights());
        for (int j = 0; j < 4; j++) {
            assertThat(reached[j]).isCloseTo(goal[j], within(1e-7));
        }
        // lambda from five rows by Cramer's rule foretells all others: weights of this form with this mean are unique
        double[] lambda = lambda(rows, tilt.logWeights());
        for (int i = 5; i < rows.length; i++) {
            double expected = tilt.logWeights()[4];
            for (int j = 0; j < 4; j++) {
                expected += lambda[j] * (rows[i][j] - rows[4][j]);
            }
            assertThat(tilt.logWeights()[i]).isCloseTo(expected, within(1e-8));
        }
    }

    private static double[] lambda(double[][] rows, double[] logWeights) {
        double[][] differences = new double[4][4];
        double[] values = new double[4];
        for (int i = 0; i < 4; i++) {
            values[i] = logWeights[i] - logWeights[4];
            for (int j = 0; j < 4; j++) {
                differences[i][j] = rows[i][j] - rows[4][j];
            }
        }
        double[] lambda = new double[4];
        for (int column = 0; column < 4; column++) {
            double[][] swapped = Arrays.stream(differences).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < 4; i++) {
                swapped[i][column] = values[i];
            }
            lambda[column] = determinant(swapped) / determinant(differences);
        }
        return lambda;
    }

    private static double determinant(double[][] matrix) {
        if (matrix.length == 1) {
            return matrix[0][0];
        }
        double sum = 0;
        for (int column = 0; column < matrix.length; column++) {
            int left = column;
            double[][] minor = Arrays.stream(matrix)
                    .skip(1)
                    .map(row -> {
                        double[] rest = new double[row.length - 1];
                        Arrays.setAll(rest, j -> row[j < left ? j : j + 1]);
                        return rest;
                    })
                    .toArray(double[][]::new);
            sum += (column % 2 == 0 ? 1 : -1) * matrix[0][column] * determinant(minor);
        }
        return sum;
    }

    @Test
    void rowsThatAreThereAlreadyWeighAlike() {
        ExponentialTilt tilt = ExponentialTilt.towards(twoPoints(50, 50), new double[] {0.5}, 0.5);

        assertThat(tilt.logWeights()).containsOnly(0);
        assertThat(tilt.reached()).isEqualTo(1);
        assertThat(tilt.effectiveSampleSize()).isEqualTo(100);
    }

    @Test
    void aGoalOutsideTheHullIsApproachedAsFarAsTheFloorAllows() {
        // a share p of ones has an effective sample size of 50 / (p^2 + (1 - p)^2), which is 80 at p = 3/4
        ExponentialTilt outside = ExponentialTilt.towards(twoPoints(50, 50), new double[] {5}, 0.8);
        assertThat(outside.reached()).isCloseTo(0.25 / 4.5, within(1e-8));
        assertThat(outside.effectiveSampleSize()).isCloseTo(80, within(1e-5)).isGreaterThanOrEqualTo(80);
        assertThat(mean(twoPoints(50, 50), outside.logWeights())[0]).isCloseTo(0.75, within(1e-7));

        ExponentialTilt inside = ExponentialTilt.towards(twoPoints(50, 50), new double[] {0.9}, 0.8);
        assertThat(inside.reached()).as("0.25 of 0.4").isCloseTo(0.625, within(1e-8));
        assertThat(mean(twoPoints(50, 50), inside.logWeights())[0]).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void farOutsideInManyDimensionsTheFloorHoldsAndNothingIsNotANumber() {
        double[][] rows = GaussianProbeTest.gaussian(12, 300, 4);
        for (double far : new double[] {10, 1e3, 1e8}) {
            ExponentialTilt tilt = ExponentialTilt.towards(rows, new double[] {far, -far, far, 0}, 0.1);
            assertThat(tilt.reached()).isBetween(1e-12, 0.9);
            assertThat(tilt.effectiveSampleSize()).isBetween(30.0, 31.0);
            assertThat(Arrays.stream(tilt.logWeights())).isNotEmpty().allMatch(Double::isFinite);
        }
    }

    @Test
    void columnsThatDoNotVaryAreLeftOut() {
        double[][] rows = Arrays.stream(twoPoints(50, 50))
                .map(row -> new double[] {7, row[0]})
                .toArray(double[][]::new);
        ExponentialTilt tilt = ExponentialTilt.towards(rows, new double[] {0, 0.7}, ANY);

        assertThat(tilt.logWeights())
                .isEqualTo(ExponentialTilt.towards(twoPoints(50, 50), new double[] {0.7}, ANY)
                        .logWeights());
    }

    @Test
    void columnsThatSayTheSameAgreeOrLeadNowhere() {
        double[][] rows = Arrays.stream(twoPoints(50, 50))
                .map(row -> new double[] {row[0], 2 * row[0]})
                .toArray(double[][]::new);
        ExponentialTilt agreeing = ExponentialTilt.towards(rows, new double[] {0.7, 1.4}, ANY);
        assertThat(agreeing.reached()).isEqualTo(1);
        assertThat(mean(rows, agreeing.logWeights())[0]).isCloseTo(0.7, within(1e-7));

        ExponentialTilt disagreeing = ExponentialTilt.towards(rows, new double[] {0.7, 0.6}, ANY);
        assertThat(disagreeing.reached()).as("no weights leave the line").isLessThan(1e-6);
        assertThat(disagreeing.effectiveSampleSize()).isCloseTo(100, within(1e-3));
    }

    @Test
    void oneRowFewRowsAndNoColumnWeighSomething() {
        assertThat(ExponentialTilt.towards(new double[][] {{3, 4}}, new double[] {0, 0}, 0.1)
                        .logWeights())
                .containsExactly(0);
        assertThat(ExponentialTilt.towards(new double[3][0], new double[0], 0.1).logWeights())
                .containsExactly(0, 0, 0);
        ExponentialTilt two = ExponentialTilt.towards(GaussianProbeTest.gaussian(13, 2, 4), new double[4], 0.1);
        assertThat(Arrays.stream(two.logWeights())).hasSize(2).allMatch(Double::isFinite);
        assertThat(two.effectiveSampleSize()).isBetween(1.0, 2.0);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ExponentialTilt.towards(new double[][] {{1}}, new double[] {1}, 0))
                .hasMessage(
                        "floor of the effective sample size: 0.0 is no share of the rows; give more than 0, at most 1");
        assertThatThrownBy(() -> ExponentialTilt.towards(new double[0][], new double[] {1}, 1))
                .hasMessageContaining("at least one is needed");
    }
}
