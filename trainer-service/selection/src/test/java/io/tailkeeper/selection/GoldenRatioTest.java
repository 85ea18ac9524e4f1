package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenRatioTest {

    /** Values that the paper's tables and a calculator give. */
    @ParameterizedTest
    @CsvSource({"0.25, 0.390", "0.5, 0.5", "1, 0.618", "2, 0.732", "4, 0.828", "1e9, 1"})
    void theWeightOfTheRealGroup(double k, double weight) {
        assertThat(GoldenRatio.realWeight(k)).isCloseTo(weight, within(5e-4));
    }

    @Test
    void knownGroupsHaveTheWeightsOfTheFormula() {
        double[] weights = GoldenRatio.weights(new double[] {1, 0, 0, 1});
        assertThat(weights).containsExactly(new double[] {1.2361, 0.7639, 0.7639, 1.2361}, within(1e-4));
        // n = 1, m = 3: k = 1/3, w = (sqrt(1/9 + 4/3) - 1/3) / 2 = 0.43426
        double[] few = GoldenRatio.weights(new double[] {1, 0, 0, 0});
        assertThat(few[0]).isCloseTo(0.43426 * 4, within(1e-4));
        assertThat(few[1]).isCloseTo((1 - 0.43426) * 4 / 3, within(1e-4));
    }

    @Test
    void probabilitiesMixTheTwoWeightsAndTheirMeanIsOne() {
        double[] human = {0.9, 0.1, 0.6, 0.4}; // two documents' worth of human text
        double[] weights = GoldenRatio.weights(human);
        for (int i = 0; i < human.length; i++) {
            assertThat(weights[i]).isCloseTo(human[i] * 1.2361 + (1 - human[i]) * 0.7639, within(1e-4));
        }
        assertThat(IntStream.range(0, 4).mapToDouble(i -> weights[i]).average().orElse(0))
                .isCloseTo(1, within(1e-12));
        assertThat(GoldenRatio.weights(new double[] {0, 0})).containsExactly(1, 1);
        assertThat(GoldenRatio.weights(new double[] {1, 1})).containsExactly(1, 1);
    }

    @Test
    void theOracleReadsProvenanceAndTheOtherOneTheDetector() {
        List<Candidate> pool = List.of(
                new Candidate("run:1:0", 0.9, Source.HUMAN, 0), new Candidate("run:1:1", 0.1, Source.SYNTHETIC, 1));
        assertThat(weights(Method.GOLDEN_ORACLE, pool))
                .satisfiesExactly(human -> assertThat(human).isGreaterThan(1), machine -> assertThat(machine)
                        .isLessThan(1));
        assertThat(weights(Method.GOLDEN, pool))
                .satisfiesExactly(taken -> assertThat(taken).isLessThan(1), other -> assertThat(other)
                        .isGreaterThan(1));
    }

    private static List<Double> weights(Method method, List<Candidate> pool) {
        SelectionSpecification golden = new SelectionSpecification(method, "encoder", 10, null, 0, 1, 1);
        return new ImportanceResampler(golden, 1, "run")
                .select(pool).documents().stream()
                        .map(Selection.Document::weight)
                        .toList();
    }
}
