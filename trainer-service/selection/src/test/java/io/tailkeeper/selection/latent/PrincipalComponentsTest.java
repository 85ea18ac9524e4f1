package io.tailkeeper.selection.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

    @Test
    void areTheClosedFormOfTwoDimensions() {
        double[][] rows = GaussianProbeTest.gaussian(5, 30, 2);
        double[] mean = Moments.mean(rows);
        double[][] covariance = Moments.covariance(rows, mean);
        double half = (covariance[0][0] - covariance[1][1]) / 2;
        double root = Math.hypot(half, covariance[0][1]);
        double middle = (covariance[0][0] + covariance[1][1]) / 2;
        PrincipalComponents components = PrincipalComponents.of(rows, 2);

        assertThat(components.size()).isEqualTo(2);
        for (double[] row : rows) {
            for (int component = 0; component < 2; component++) {
                double variance = component == 0 ? middle + root : middle - root;
                double[] axis = {covariance[0][1], variance - covariance[0][0]};
                double along =
                        (axis[0] * (row[0] - mean[0]) + axis[1] * (row[1] - mean[1])) / Math.hypot(axis[0], axis[1]);
                assertThat(Math.abs(components.of(row)[component]))
                        .isCloseTo(Math.abs(along) / Math.sqrt(variance), within(1e-10));
            }
        }
    }

    @Test
    void areThoseOfPowerIterationWithDeflation() {
        double[][] rows = GaussianProbeTest.gaussian(6, 50, 6);
        double[] mean = Moments.mean(rows);
        double[][] rest = Moments.covariance(rows, mean);
        PrincipalComponents components = PrincipalComponents.of(rows, 4);
        for (int component = 0; component < 4; component++) {
            double[] axis = new double[6];
            Arrays.fill(axis, 1);
            double variance = 0;
            for (int step = 0; step < 20_000; step++) {
                double[] moved = new double[6];
                for (int i = 0; i < 6; i++) {
                    moved[i] = Moments.dot(rest[i], axis);
                }
                variance = Math.sqrt(Moments.dot(moved, moved));
                double length = variance;
                axis = Arrays.stream(moved).map(value -> value / length).toArray();
            }
            for (double[] row : rows) {
                double along = Moments.dot(axis, Moments.minus(row, mean)) / Math.sqrt(variance);
                assertThat(Math.abs(components.of(row)[component])).isCloseTo(Math.abs(along), within(1e-7));
            }
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    rest[i][j] -= variance * axis[i] * axis[j];
                }
            }
        }
    }

    @Test
    void areWhiteOverTheRowsTheyAreOfWhateverTheirScale() {
        for (double scale : new double[] {1e-9, 1, 1e9}) {
            double[][] rows = Arrays.stream(GaussianProbeTest.gaussian(7, 300, 40))
                    .map(row -> Arrays.stream(row).map(value -> scale * value).toArray())
                    .toArray(double[][]::new);
            PrincipalComponents components = PrincipalComponents.of(rows, 40);
            double[][] white = Arrays.stream(rows).map(components::of).toArray(double[][]::new);
            double[] mean = Moments.mean(white);
            double[][] covariance = Moments.covariance(white, mean);
            assertThat(components.size()).isEqualTo(40);
            for (int i = 0; i < 40; i++) {
                assertThat(mean[i]).isCloseTo(0, within(1e-9));
                for (int j = 0; j < 40; j++) {
                    assertThat(covariance[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-8));
                }
            }
        }
    }

    @Test
    void areAsManyAsThereAreDirections() {
        assertThat(PrincipalComponents.of(GaussianProbeTest.gaussian(8, 3, 6), 4)
                        .size())
                .as("three points lie in a plane")
                .isEqualTo(2);
        assertThat(PrincipalComponents.of(new double[][] {{1, 2}, {2, 4}, {3, 6}}, 4)
                        .size())
                .isEqualTo(1);
        assertThat(PrincipalComponents.of(new double[][] {{1, 2}, {1, 2}}, 4).of(new double[] {5, 5}))
                .isEmpty();
        assertThat(PrincipalComponents.of(new double[][] {{1, 2}}, 4).size()).isZero();
    }

    @Test
    void turnedRowsHaveTheSameComponents() {
        double[][] rows = GaussianProbeTest.gaussian(9, 40, 3);
        double angle = new Random(1).nextDouble();
        double[][] turned = Arrays.stream(rows)
                .map(row -> new double[] {
                    Math.cos(angle) * row[0] - Math.sin(angle) * row[1],
                    Math.sin(angle) * row[0] + Math.cos(angle) * row[1],
                    row[2]
                })
                .toArray(double[][]::new);
        PrincipalComponents before = PrincipalComponents.of(rows, 3);
        PrincipalComponents after = PrincipalComponents.of(turned, 3);
        for (int i = 0; i < rows.length; i++) {
            for (int component = 0; component < 3; component++) {
                assertThat(Math.abs(after.of(turned[i])[component]))
                        .isCloseTo(Math.abs(before.of(rows[i])[component]), within(1e-9));
            }
        }
    }
}
