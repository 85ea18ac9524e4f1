package io.tailkeeper.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    @Test
    void threeValuesWorkedByHand() {
        Spread spread = Spread.of(List.of(2.0, 4.0, 9.0));

        assertThat(spread.n()).isEqualTo(3);
        assertThat(spread.mean()).isEqualTo(5);
        assertThat(spread.min()).isEqualTo(2);
        assertThat(spread.max()).isEqualTo(9);
        // (9 + 1 + 16) / 2 = 13; sqrt(13 / 3) = 2.0817
        assertThat(spread.standardError()).isCloseTo(2.081666, within(1e-6));
        // 4.302653 * 2.081666 = 8.956686
        assertThat(spread.interval().kind()).isEqualTo(Interval.Kind.T95);
        assertThat(spread.interval().low()).isCloseTo(5 - 8.956686, within(1e-5));
        assertThat(spread.interval().high()).isCloseTo(5 + 8.956686, within(1e-5));
    }

    @Test
    void twoValuesHaveARangeAndOneHasNoInterval() {
        Spread two = Spread.of(List.of(3.0, 1.0));
        Spread one = Spread.of(List.of(0.5));

        assertThat(two.standardError()).isCloseTo(1, within(1e-12)); // sqrt(2) / sqrt(2)
        assertThat(two.interval()).isEqualTo(new Interval(Interval.Kind.RANGE, 1, 3));
        assertThat(two.tInterval().high()).isCloseTo(2 + 12.706205, within(1e-5));
        assertThat(one.standardError()).isNull();
        assertThat(one.interval()).isNull();
        assertThat(one.tInterval()).isNull();
        assertThat(one.mean()).isEqualTo(0.5);
    }

    @Test
    void equalValuesHaveNoSpread() {
        Spread spread = Spread.of(List.of(0.25, 0.25, 0.25, 0.25));

        assertThat(spread.standardError()).isZero();
        assertThat(spread.interval()).isEqualTo(new Interval(Interval.Kind.T95, 0.25, 0.25));
    }

    @Test
    void nothingAndWhatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Spread.of(List.of(1.0, Double.NaN))).hasMessageContaining("not of [1.0, NaN]");
    }

    /** The table of every textbook. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.7062",
        "2, 4.3027",
        "3, 3.1824",
        "4, 2.7764",
        "5, 2.5706",
        "9, 2.2622",
        "10, 2.2281",
        "19, 2.0930",
        "30, 2.0423"
    })
    void quantilesAreThoseOfTheTable(int degrees, double quantile) {
        assertThat(StudentT.quantile(degrees)).isCloseTo(quantile, within(5e-5));
    }

    @Test
    void probabilityOfTwoDegreesHasAClosedForm() {
        // P(|T| < t) = t / sqrt(2 + t^2)
        assertThat(StudentT.within(1, 2)).isCloseTo(1 / Math.sqrt(3), within(1e-12));
        assertThat(StudentT.within(1, 1)).isCloseTo(0.5, within(1e-12)); // Cauchy
        assertThat(StudentT.within(0, 7)).isZero();
    }

    @Test
    void shareOfTheGapIsTakenSeedBySeed() {
        GapClosed gap = GapClosed.of(
                List.of(
                        new GapClosed.Seed(42, 1.02, 1.10, 1.00),
                        new GapClosed.Seed(43, 1.01, 1.11, 1.01),
                        new GapClosed.Seed(44, 1.00, 1.08, 0.98)),
                true);

        assertThat(gap.gap().mean()).isCloseTo(0.1, within(1e-12));
        assertThat(gap.closed()).isNotNull();
        assertThat(gap.closed().mean()).isCloseTo((0.8 + 1 + 0.8) / 3, within(1e-9));
        assertThat(gap.closed().min()).isCloseTo(0.8, within(1e-9));
        assertThat(gap.closed().max()).isCloseTo(1, within(1e-9));
        // sd^2 = (2 * (1/15)^2 + (2/15)^2) / 2 = 0.013333; se = 0.066667; times 4.302653
        assertThat(gap.interval().high() - gap.closed().mean()).isCloseTo(0.286844, within(1e-5));
        assertThat(gap.interval().kind()).isEqualTo(Interval.Kind.T95);
    }

    @Test
    void pairsTakeOutWhatSeedsHaveInCommon() {
        // the seeds differ by far more than the gap, yet the gap is the same in each
        List<GapClosed.Seed> seeds = IntStream.range(0, 3)
                .mapToObj(seed -> new GapClosed.Seed(seed, 10.0 * seed + 1, 10.0 * seed + 2, 10.0 * seed))
                .toList();

        assertThat(GapClosed.of(seeds, true).closed().mean()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void whereLowerIsWorseTheGapLiesBelowTheFloor() {
        List<GapClosed.Seed> coverage =
                List.of(new GapClosed.Seed(1, 0.88, 0.80, 0.90), new GapClosed.Seed(2, 0.885, 0.805, 0.905));

        assertThat(GapClosed.of(coverage, false).gap().mean()).isCloseTo(0.1, within(1e-12));
        assertThat(GapClosed.of(coverage, false).closed().mean()).isCloseTo(0.8, within(1e-9));
        assertThat(GapClosed.of(coverage, false).interval().kind()).isEqualTo(Interval.Kind.RANGE);
        assertThat(GapClosed.of(coverage, true).closed())
                .as("a baseline that is better than the floor leaves nothing to close")
                .isNull();
    }

    @Test
    void aGapWithinItsNoiseIsNoneToClose() {
        GapClosed noise = GapClosed.of(
                List.of(
                        new GapClosed.Seed(1, 1.0, 1.001, 1.0),
                        new GapClosed.Seed(2, 1.2, 1.05, 1.0),
                        new GapClosed.Seed(3, 1.1, 0.99, 1.0)),
                true);

        assertThat(noise.gap().mean()).isCloseTo(0.041 / 3, within(1e-12));
        assertThat(noise.gap().tInterval().holds(0)).isTrue();
        assertThat(noise.closed()).isNull();
        assertThat(noise.interval()).isNull();
    }

    @Test
    void equalBaselineAndFloorAreNoGap() {
        assertThat(GapClosed.of(List.of(new GapClosed.Seed(1, 1.1, 1, 1), new GapClosed.Seed(2, 1.2, 1, 1)), true)
                        .closed())
                .isNull();
    }
}
