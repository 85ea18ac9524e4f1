package io.tailkeeper.detector.mauve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.measures.Mauve;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.ngram.NgramEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextEmbeddingsTest {

    private static final int WIDTH = 16;
    private static final float FEATURE_OF_ANOTHER_KIND = 1_000;

    /** Texts about topics: one cluster each, from the first topic on. */
    private static List<LabelledFeatures> texts(int each, boolean machineWritten, int from, int topics, long seed) {
        Random random = new Random(seed);
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            float[] features = new float[WIDTH + 1];
            for (int d = 0; d < WIDTH; d++) {
                features[d] = (float) (0.02 * random.nextGaussian());
            }
            features[from + i % topics] += 1;
            features[WIDTH] = FEATURE_OF_ANOTHER_KIND * (machineWritten ? 1 : -1);
            texts.add(new LabelledFeatures(features, machineWritten));
        }
        return texts;
    }

    private static List<LabelledFeatures> both(List<LabelledFeatures> machine, List<LabelledFeatures> human) {
        List<LabelledFeatures> both = new ArrayList<>(machine);
        both.addAll(human);
        return both;
    }

    private static double[] uniform(int topics) {
        double[] histogram = new double[8];
        Arrays.fill(histogram, 0, topics, 1.0 / topics);
        return histogram;
    }

    private static double value(List<LabelledFeatures> texts) {
        return TextEmbeddings.mauve(texts, WIDTH).orElseThrow().value();
    }

    @Test
    void isOneForTheSameTextsAndNearNoneForTextsAboutOtherThings() {
        List<LabelledFeatures> machine = texts(200, true, 0, 8, 1);
        List<LabelledFeatures> same = texts(200, false, 0, 8, 1);
        assertThat(TextEmbeddings.mauve(both(machine, same), WIDTH)).contains(new Mauve(1, 200, 20));
        double disjoint = 5 * 24.0 * 120 / 3_628_800; // the integral of (1 - x^(1/5))^5 from 0 to 1: 5 B(5, 6)
        assertThat(value(both(machine, texts(200, false, 8, 8, 2)))).isCloseTo(disjoint, within(1e-3));
    }

    @Test
    void fallsAsTopicsVanishAndReadsNoFeatureBeyondTheEmbedding() {
        List<LabelledFeatures> human = texts(400, false, 0, 8, 3);
        double all = value(both(texts(400, true, 0, 8, 4), human));
        double half = value(both(texts(400, true, 0, 4, 4), human));
        double one = value(both(texts(400, true, 0, 1, 4), human));
        assertThat(all).isGreaterThan(0.9);
        assertThat(half).isCloseTo(DivergenceCurve.area(uniform(4), uniform(8)), within(0.05));
        assertThat(one).isLessThan(half / 2);
    }

    @Test
    void countsClustersAsTheCurveOfKnownHistogramsDoes() {
        List<LabelledFeatures> machine = texts(40, true, 0, 4, 5);
        List<LabelledFeatures> human = texts(40, false, 0, 2, 6);
        double[][] distinct = new double[80][];
        for (int i = 0; i < 80; i++) {
            float[] features = (i < 40 ? machine.get(i) : human.get(i - 40)).features();
            distinct[i] = new double[WIDTH];
            for (int d = 0; d < WIDTH; d++) {
                distinct[i][d] = Math.round(features[d]); // without the noise there are four points
            }
        }
        int[] clusters = KMeans.cluster(PrincipalComponents.project(distinct, 0.9), 4);
        double[] p = new double[4];
        double[] q = new double[4];
        for (int i = 0; i < 80; i++) {
            (i < 40 ? p : q)[clusters[i]] += 1.0 / 40;
        }
        assertThat(p).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(1e-12));
        assertThat(DivergenceCurve.area(p, q))
                .isCloseTo(
                        DivergenceCurve.area(new double[] {0.25, 0.25, 0.25, 0.25}, new double[] {0.5, 0.5, 0, 0}),
                        within(1e-12));
    }

    @Test
    void equalTextsInEqualOrderGiveEqualBitsAndOtherOrdersNearlyTheSame() {
        List<LabelledFeatures> texts = both(texts(300, true, 0, 5, 7), texts(300, false, 0, 8, 8));
        double once = value(texts);
        assertThat(value(List.copyOf(texts))).isEqualTo(once);
        List<LabelledFeatures> shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(9));
        assertThat(value(shuffled)).isCloseTo(once, within(0.1));
    }

    @Test
    void isNotMeasuredOfFewTextsOrWithoutEmbeddings() {
        assertThat(TextEmbeddings.mauve(both(texts(19, true, 0, 4, 1), texts(500, false, 0, 4, 2)), WIDTH))
                .isEmpty();
        assertThat(TextEmbeddings.mauve(both(texts(40, true, 0, 4, 1), texts(40, false, 0, 4, 2)), 0))
                .isEmpty();
        assertThat(new NgramEncoder().embeddingWidth()).isZero();
    }

    @Test
    void aBoundedNumberOfTextsIsReadAndAsManyOfBothSides() {
        int most = TextEmbeddings.MOST;
        List<LabelledFeatures> many = both(texts(most + 100, true, 0, 2, 1), texts(most + 1, false, 0, 2, 2));
        Optional<Mauve> measured = TextEmbeddings.mauve(many, WIDTH);
        assertThat(measured).hasValueSatisfying(mauve -> {
            assertThat(mauve.texts()).isEqualTo(most);
            assertThat(mauve.clusters()).isEqualTo(most / 10);
        });
        assertThat(TextEmbeddings.mauve(both(texts(90, true, 0, 2, 1), texts(60, false, 0, 2, 2)), WIDTH))
                .hasValueSatisfying(mauve -> assertThat(mauve.texts()).isEqualTo(60));
    }

    @Test
    void textsWithoutAnyStateAreAClusterOfTheirOwn() {
        List<LabelledFeatures> empty = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            empty.add(new LabelledFeatures(new float[WIDTH], i < 20));
        }
        assertThat(value(empty)).isEqualTo(1);
    }
}
