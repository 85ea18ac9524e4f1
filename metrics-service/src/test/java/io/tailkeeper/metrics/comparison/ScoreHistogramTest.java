package io.tailkeeper.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScoreHistogramTest {

    @Test
    void countsPairsInTheRightOrderAndTiesHalf() {
        // Pairs (positive, negative): .9>.2 .9>.5 .5>.2 .5=.5: 3.5 of 4.
        assertThat(ScoreHistogram.auroc(histogram(0.9, 0.5), histogram(0.2, 0.5)))
                .hasValue(0.875);
        assertThat(ScoreHistogram.auroc(histogram(0.1), histogram(0.9))).hasValue(0);
        assertThat(ScoreHistogram.auroc(histogram(0.5, 0.5), histogram(0.5))).hasValue(0.5);
    }

    @Test
    void tellsApartWhatIsCloseToTheEndsAndTakesTheEndsThemselves() {
        assertThat(ScoreHistogram.auroc(histogram(1 - 1e-7), histogram(1 - 1e-6)))
                .hasValue(1);
        assertThat(ScoreHistogram.auroc(histogram(1), histogram(0))).hasValue(1);
        assertThat(ScoreHistogram.auroc(histogram(1e-7), histogram(0))).hasValue(1);
    }

    @Test
    void isEmptyWhenOneSideIs() {
        assertThat(ScoreHistogram.auroc(histogram(), histogram(0.5))).isEmpty();
        assertThat(ScoreHistogram.auroc(histogram(0.5), histogram())).isEmpty();
    }

    @Test
    void countsOfPartsAddUpToTheWholeAndStayCloseToTheExactArea() {
        Random random = new Random(3);
        double[] positives = random.doubles(400).map(Math::sqrt).toArray();
        double[] negatives = random.doubles(300).toArray();
        ScoreHistogram whole = histogram(positives);
        ScoreHistogram added = new ScoreHistogram();
        DoubleStream.of(positives)
                .mapToInt(ScoreHistogram::bin)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .forEach(added::add);

        double exact = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                exact += positive > negative ? 1 : 0;
            }
        }
        exact /= positives.length * negatives.length;

        double area = ScoreHistogram.auroc(added, histogram(negatives)).orElseThrow();
        assertThat(added.total()).isEqualTo(400);
        assertThat(area)
                .isEqualTo(ScoreHistogram.auroc(whole, histogram(negatives)).orElseThrow())
                .isCloseTo(exact, within(0.002));
        assertThat(exact).isBetween(0.6, 0.75);
    }

    private static ScoreHistogram histogram(double... probabilities) {
        ScoreHistogram histogram = new ScoreHistogram();
        for (double probability : probabilities) {
            histogram.add(ScoreHistogram.bin(probability), 1);
        }
        return histogram;
    }
}
