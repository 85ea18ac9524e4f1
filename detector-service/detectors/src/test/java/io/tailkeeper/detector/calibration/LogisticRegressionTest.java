package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

    /** Of four texts with the feature three are machine-written, of four without it one. */
    private static List<LabelledFeatures> threeOfFour(float without, float with) {
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean has = i < 4;
            boolean machine = has ? i != 0 : i == 4;
            texts.add(new LabelledFeatures(new float[] {has ? with : without, 7}, machine));
        }
        return texts;
    }

    @Test
    void withoutPenaltyTheLogitsAreTheLogOdds() {
        LinearClassifier classifier = new LogisticRegression(threeOfFour(0, 1))
                .fit(new double[] {1e-12})
                .getFirst();
        assertThat(classifier.weights().getFirst()).isCloseTo(2 * Math.log(3), within(1e-4));
        assertThat(classifier.intercept()).isCloseTo(-Math.log(3), within(1e-4));
    }

    @Test
    void thePenaltyShrinksTheStandardisedWeight() {
        // On the feature as -1 and 1 the optimum solves sigmoid(w) + 0.1 w = 3 / 4: w = 0.7368762
        LinearClassifier classifier = new LogisticRegression(threeOfFour(10, 14))
                .fit(new double[] {1, 0.1})
                .getLast();
        double expected = 0.7368762;
        assertThat(1 / (1 + Math.exp(-expected)) + 0.1 * expected).isCloseTo(0.75, within(1e-6));
        assertThat(classifier.weights().getFirst()).isCloseTo(expected / 2, within(1e-5));
        assertThat(classifier.logit(new float[] {14, 7})).isCloseTo(expected, within(1e-5));
        assertThat(classifier.logit(new float[] {10, 7})).isCloseTo(-expected, within(1e-5));
    }

    @Test
    void aFeatureThatNeverVariesHasNoWeight() {
        LinearClassifier classifier = new LogisticRegression(threeOfFour(0, 1))
                .fit(new double[] {0.1})
                .getFirst();
        assertThat(classifier.weights().get(1)).isZero();
    }

    @Test
    void aFeatureThatHardlyVariedDecidesNothing() {
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean machine = i % 2 == 0;
            texts.add(new LabelledFeatures(new float[] {1 + (machine ? 1e-7f : 0), machine ? 1 : 0}, machine));
        }
        LinearClassifier classifier =
                new LogisticRegression(texts).fit(new double[] {0.1}).getFirst();
        assertThat(classifier.logit(new float[] {0, 1})).isCloseTo(classifier.logit(new float[] {1, 1}), within(0.1));
    }

    @Test
    void theGradientVanishesOnManyCorrelatedFeatures() {
        Random random = new Random(5);
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            float[] features = new float[90];
            for (int j = 0; j < features.length; j++) {
                features[j] = (float) (random.nextGaussian() + (j > 0 ? features[j - 1] : 0));
            }
            texts.add(new LabelledFeatures(features, features[3] + random.nextGaussian() > 0));
        }
        LinearClassifier classifier =
                new LogisticRegression(texts).fit(new double[] {0.03}).getFirst();
        double slope = texts.stream()
                .mapToDouble(
                        text -> Logit.probability(classifier.logit(text.features())) - (text.machineWritten() ? 1 : 0))
                .sum();
        assertThat(slope / texts.size()).as("slope along the free intercept").isCloseTo(0, within(1e-5));
        assertThat(new LogisticRegression(texts).fit(new double[] {0.03}).getFirst())
                .as("the same again")
                .isEqualTo(classifier);
    }

    @Test
    void theSearchFindsTheBottomOfACurvedValley() {
        double[] found = LimitedMemoryBfgs.minimise(
                (at, gradient) -> {
                    double across = at[1] - at[0] * at[0];
                    gradient[0] = -400 * at[0] * across - 2 * (1 - at[0]);
                    gradient[1] = 200 * across;
                    return 100 * across * across + (1 - at[0]) * (1 - at[0]);
                },
                new double[] {-1.2, 1});
        assertThat(found[0]).isCloseTo(1, within(1e-4));
        assertThat(found[1]).isCloseTo(1, within(1e-4));
    }

    @Test
    void aClassifierRefusesFeaturesOfAnotherEncoder() {
        LinearClassifier classifier = new LinearClassifier(List.of(1.0, 2.0), 0);
        assertThat(classifier.logit(new float[] {3, 4})).isEqualTo(11);
        assertThatThrownBy(() -> classifier.logit(new float[3]))
                .hasMessageContaining("2 weights")
                .hasMessageContaining("3 features");
    }
}
