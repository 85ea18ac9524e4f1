package io.tailkeeper.metrics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.selection.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertThat(Ranks.of(new double[] {0.3, 0.1, 0.3, 0.9, 0.3})).containsExactly(3, 1, 3, 5, 3);
        assertThat(Ranks.of(new double[] {0.5, 0.5})).containsExactly(1.5, 1.5);
    }

    /**
     * Ranks 1 2.5 2.5 4 5 and 2 1 3.5 3.5 5: deviations -2 -.5 -.5 1 2 and -1 -2 .5 .5 2; products 2 + 1 - .25 + .5 + 4 =
     * 7.25, squares 9.5 and 9.5.
     */
    @Test
    void correlatesRanksWithTies() {
        Agreement agreement =
                Agreement.of(new double[] {0.1, 0.2, 0.2, 0.7, 0.8}, new double[] {0.2, 0.1, 0.6, 0.6, 0.9});

        assertThat(agreement.rankCorrelation()).isCloseTo(7.25 / 9.5, within(1e-12));
    }

    @Test
    void anyIncreasingChangeOfTheProbabilitiesCorrelatesFully() {
        double[] some = new Random(1).doubles(50).toArray();
        double[] squared =
                IntStream.range(0, 50).mapToDouble(i -> some[i] * some[i]).toArray();
        double[] turned = IntStream.range(0, 50).mapToDouble(i -> 1 - some[i]).toArray();

        assertThat(Agreement.of(some, squared).rankCorrelation()).isCloseTo(1, within(1e-12));
        assertThat(Agreement.of(some, turned).rankCorrelation()).isCloseTo(-1, within(1e-12));
    }

    /** Of 10: both above 4, only the first 2, only the second 1, neither 3. Chance: .6 * .5 + .4 * .5 = .5. */
    @Test
    void kappaIsAgreementOnTheSideBeyondChance() {
        double[] first = {0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1};
        double[] second = {0.6, 0.7, 0.8, 0.9, 0.2, 0.3, 0.7, 0.1, 0.2, 0.5};

        Agreement agreement = Agreement.of(first, second);

        assertThat(agreement.sameSide()).isCloseTo(0.7, within(1e-12));
        assertThat(agreement.kappa()).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void oneThatSaysTheSameOfEverythingHasNoRanksToCompare() {
        Agreement silent = Agreement.of(new double[] {0.2, 0.8, 0.1}, new double[] {0.5, 0.5, 0.5});

        assertThat(silent.rankCorrelation()).isNull();
        assertThat(silent.sameSide()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(silent.kappa()).isCloseTo(0, within(1e-12));
        assertThat(Agreement.of(new double[] {0.5, 0.5}, new double[] {0.1, 0.2})
                        .kappa())
                .isNull();
    }

    @Test
    void areaUnderTheCurveIsTheShareOfPairsInOrder() {
        Random random = new Random(7);
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            Source source = i % 9 == 0 ? Source.UNKNOWN : i % 2 == 0 ? Source.HUMAN : Source.SYNTHETIC;
            double shift = source == Source.SYNTHETIC ? 2 : 0;
            pool.add(new Candidate("run:1:" + i, (random.nextInt(8) + shift) / 10, source, i)); // many ties
        }
        double wins = 0;
        int pairs = 0;
        for (Candidate machine : pool) {
            for (Candidate human : pool) {
                if (machine.source() == Source.SYNTHETIC && human.source() == Source.HUMAN) {
                    pairs++;
                    double ahead = machine.syntheticProbability() - human.syntheticProbability();
                    wins += (Math.signum(ahead) + 1) / 2;
                }
            }
        }

        assertThat(PoolQuality.of(pool).auroc()).isCloseTo(wins / pairs, within(1e-12));
    }

    /**
     * 20 human texts at 0.00, 0.05, … 0.95: at 5 % one of them may exceed the threshold, 0.90; at 1 % none, 0.95. Of the
     * machine-written 0.2, 0.9, 0.93, 0.99 two and one are above.
     */
    @Test
    void findsAtAFixedShareOfFalsePositives() {
        List<Candidate> pool = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> pool.add(new Candidate("run:1:" + i, i / 20.0, Source.HUMAN, i)));
        for (double probability : new double[] {0.2, 0.9, 0.93, 0.99}) {
            pool.add(new Candidate("run:1:" + pool.size(), probability, Source.SYNTHETIC, 0));
        }

        assertThat(PoolQuality.of(pool).truePositiveRateAt5()).isEqualTo(0.5);
        assertThat(PoolQuality.of(pool).truePositiveRateAt1()).isEqualTo(0.25);
    }

    /** Bins of a fifteenth: .1 and .12 in one (human, machine: .22 - 1 = -.78), .5 alone (human: .5), 1 alone (machine: 0). */
    @Test
    void calibrationErrorIsTheMeanGapOfItsBins() {
        List<Candidate> pool = List.of(
                new Candidate("run:1:0", 0.1, Source.HUMAN, 0),
                new Candidate("run:1:1", 0.12, Source.SYNTHETIC, 1),
                new Candidate("run:1:2", 0.5, Source.HUMAN, 2),
                new Candidate("run:1:3", 1, Source.SYNTHETIC, 3),
                new Candidate("run:1:4", 0.99, Source.UNKNOWN, 4));

        assertThat(PoolQuality.of(pool).calibrationError()).isCloseTo((0.78 + 0.5) / 4, within(1e-12));
    }

    @Test
    void aPoolOfOneClassHasACalibrationErrorOnly() {
        PoolQuality quality = PoolQuality.of(List.of(new Candidate("run:1:0", 0.25, Source.HUMAN, 0)));

        assertThat(quality).isEqualTo(new PoolQuality(null, null, null, 0.25));
        assertThat(PoolQuality.of(List.of(new Candidate("run:1:0", 0.25, Source.UNKNOWN, 0)))
                        .calibrationError())
                .isNull();
    }
}
