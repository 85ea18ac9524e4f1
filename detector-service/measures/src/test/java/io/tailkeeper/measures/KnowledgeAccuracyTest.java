package io.tailkeeper.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KnowledgeAccuracyTest {

    @Test
    void theHigherMeanWinsAndATieCountsHalf() {
        double[] ofTrue = {-1, -2, -3, -4, Double.NEGATIVE_INFINITY};
        double[] ofFalse = {-2, -1, -3, -5, -7};

        assertThat(KnowledgeAccuracy.of(ofTrue, ofFalse, 1).accuracy())
                .as("won, lost, tied, won, lost")
                .isEqualTo(0.5);
        assertThat(KnowledgeAccuracy.of(new double[] {-1}, new double[] {-2}, 1))
                .isEqualTo(new KnowledgeAccuracy(1, 1, 1));
        assertThat(KnowledgeAccuracy.of(new double[] {-2, -2}, new double[] {-1, -1}, 1))
                .isEqualTo(new KnowledgeAccuracy(0, 0, 0));
    }

    /** Of two items, one won: a resample has 0, 1 or 2 of it with probabilities 1/4, 1/2, 1/4. */
    @Test
    void theIntervalOfTwoItemsSpansAllThatCanBeDrawn() {
        assertThat(KnowledgeAccuracy.of(new double[] {-1, -2}, new double[] {-2, -1}, 9))
                .isEqualTo(new KnowledgeAccuracy(0.5, 0, 1));
    }

    @Test
    void theIntervalIsThatOfANaiveBootstrap() {
        RandomGenerator random = new Random(4);
        for (int n : new int[] {7, 40, 301}) {
            double[] ofTrue = random.doubles(n).toArray();
            double[] ofFalse = random.doubles(n).map(value -> value * 0.7).toArray();
            ofFalse[3] = ofTrue[3];

            KnowledgeAccuracy accuracy = KnowledgeAccuracy.of(ofTrue, ofFalse, n);

            List<Double> naive = naive(ofTrue, ofFalse, new Random(n));
            assertThat(accuracy.low()).isEqualTo(naive.get(49), within(1e-12));
            assertThat(accuracy.high()).isEqualTo(naive.get(1_949), within(1e-12));
            assertThat(accuracy.accuracy()).isBetween(accuracy.low(), accuracy.high());
            assertThat(KnowledgeAccuracy.of(ofTrue, ofFalse, n)).isEqualTo(accuracy);
        }
    }

    private static List<Double> naive(double[] ofTrue, double[] ofFalse, Random random) {
        List<Double> accuracies = new ArrayList<>();
        for (int resample = 0; resample < 2_000; resample++) {
            double won = 0;
            for (int draw = 0; draw < ofTrue.length; draw++) {
                int item = random.nextInt(ofTrue.length);
                won += ofTrue[item] > ofFalse[item] ? 1 : ofTrue[item] < ofFalse[item] ? 0 : 0.5;
            }
            accuracies.add(won / ofTrue.length);
        }
        Collections.sort(accuracies);
        return accuracies;
    }

    /** The standard error of 0.7 over 400 items is 0.0229, so the interval is 0.7 plus and minus 0.045. */
    @Test
    void theIntervalIsAsWideAsTheBinomialOne() {
        double[] ofTrue = new double[400];
        double[] ofFalse = new double[400];
        for (int i = 0; i < 400; i++) {
            ofTrue[i] = i < 280 ? 1 : -1;
        }

        KnowledgeAccuracy accuracy = KnowledgeAccuracy.of(ofTrue, ofFalse, 5);

        assertThat(accuracy.accuracy()).isEqualTo(0.7);
        assertThat(accuracy.low()).isEqualTo(0.655, within(0.006));
        assertThat(accuracy.high()).isEqualTo(0.745, within(0.006));
    }

    @Test
    void whatCannotBeJudgedIsRefused() {
        assertThatThrownBy(() -> KnowledgeAccuracy.of(new double[0], new double[0], 1))
                .hasMessageContaining("0 true sentences and 0 false ones");
        assertThatThrownBy(() -> KnowledgeAccuracy.of(new double[2], new double[1], 1))
                .hasMessageContaining("2 true sentences and 1 false ones");
        assertThatThrownBy(() -> KnowledgeAccuracy.of(new double[] {0, Double.NaN}, new double[2], 1))
                .hasMessageContaining("item 1 is no number");
    }
}
