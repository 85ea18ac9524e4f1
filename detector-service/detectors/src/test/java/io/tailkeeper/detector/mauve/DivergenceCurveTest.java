package io.tailkeeper.detector.mauve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DivergenceCurveTest {

    @Test
    void isOneForEqualHistogramsAndAsWorkedByHandForOthers() {
        double[] p = {0.5, 0.25, 0.25};
        assertThat(DivergenceCurve.area(p, p.clone())).isCloseTo(1, within(1e-9));
        double[] other = {0, 0, 1};
        assertThat(DivergenceCurve.area(new double[] {0, 1, 0}, other)).isBetween(0.0039, 0.0050);
    }

    @Test
    void isSymmetric() {
        double[] p = {0.5, 0.25, 0.25, 0};
        double[] q = {0.125, 0.125, 0.25, 0.5};
        assertThat(DivergenceCurve.area(p, q)).isCloseTo(DivergenceCurve.area(q, p), within(1e-12));
        assertThat(DivergenceCurve.area(p, q)).isBetween(0.05, 0.5);
    }

    /** Another way: the exact curve on a fine grid, as a step function of x, summed by rectangles. */
    @Test
    void agreesWithANaiveIntegralOfTheCurve() {
        Random random = new Random(3);
        for (int trial = 0; trial < 20; trial++) {
            double[] p = histogram(random);
            double[] q = histogram(random);
            assertThat(DivergenceCurve.area(p, q)).isCloseTo(naive(p, q), within(0.01));
        }
    }

    private static double[] histogram(Random random) {
        double[] histogram = new double[7];
        double sum = 0;
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = i == 3 && random.nextBoolean() ? 0 : Math.pow(random.nextDouble(), 2);
            sum += histogram[i];
        }
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] /= sum;
        }
        return histogram;
    }

    private static double naive(double[] p, double[] q) {
        TreeMap<Double, Double> curve = new TreeMap<>();
        curve.put(0.0, 1.0);
        for (int i = 1; i < 100_000; i++) {
            double w = i / 100_000.0;
            double ofQ = 0;
            double ofP = 0;
            for (int j = 0; j < p.length; j++) {
                double r = w * p[j] + (1 - w) * q[j];
                ofQ += q[j] == 0 ? 0 : q[j] * (Math.log(q[j]) - Math.log(r));
                ofP += p[j] == 0 ? 0 : p[j] * (Math.log(p[j]) - Math.log(r));
            }
            curve.merge(Math.exp(-5 * ofQ), Math.exp(-5 * ofP), Math::max);
        }
        double area = 0;
        double before = 0;
        for (var point : curve.entrySet()) {
            area += (point.getKey() - before) * point.getValue();
            before = point.getKey();
        }
        return area;
    }
}
