package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.testing.Specifications;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ImportanceResamplerTest {

    private static final double[] PROBABILITIES = {0.1, 0.4, 0.5, 0.8};

    private static SelectionSpecification resample(double bias, double upsample, int maxRepeats) {
        return new SelectionSpecification(Method.RESAMPLE, "encoder", bias, null, 0, upsample, maxRepeats);
    }

    private static List<Candidate> pool(double... probabilities) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            Source source = probabilities[i] < 0.5 ? Source.HUMAN : Source.SYNTHETIC;
            pool.add(new Candidate("run:1:" + i, probabilities[i], source, i));
        }
        return pool;
    }

    private static Selection select(SelectionSpecification specification, long seed, List<Candidate> pool) {
        return new ImportanceResampler(specification, seed, "run").select(pool);
    }

    private static List<String> ids(Selection selection) {
        return selection.documents().stream()
                .map(document -> document.candidate().sampleId())
                .toList();
    }

    /** Weights (1 - q)^2 = .81 .36 .25 .04; probability that a draw of 2 without replacement holds each, summed by hand. */
    @Test
    void includesEverySampleAsOftenAsSuccessiveDrawsWould() {
        double[] weights = {0.81, 0.36, 0.25, 0.04};
        double total = 1.46;
        double[] expected = new double[4];
        for (int first = 0; first < 4; first++) {
            for (int second = 0; second < 4; second++) {
                if (first != second) {
                    double chance = weights[first] / total * weights[second] / (total - weights[first]);
                    expected[first] += chance;
                    expected[second] += chance;
                }
            }
        }
        int draws = 20_000;
        int[] included = new int[4];
        for (int seed = 0; seed < draws; seed++) {
            select(resample(2, 0.5, 1), seed, pool(PROBABILITIES))
                    .documents()
                    .forEach(document -> included[(int) document.candidate().position()]++);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(included[i] / (double) draws).isCloseTo(expected[i], within(0.015));
        }
    }

    @Test
    void drawsCopiesInProportionToTheirShareOfAllCopies() {
        int draws = 10_000;
        int[] drawn = new int[2];
        for (int seed = 0; seed < draws; seed++) {
            select(resample(1, 0.5, 3), seed, pool(0.2, 0.6))
                    .documents()
                    .forEach(document -> drawn[(int) document.candidate().position()]++);
        }
        assertThat(drawn[0] + drawn[1]).isEqualTo(draws);
        assertThat(drawn[0] / (double) draws).isCloseTo(0.8 / 1.2, within(0.015));
    }

    @Test
    void dependsNeitherOnTheOrderOfThePoolNorOnTheNameOfTheRun() {
        List<Candidate> pool = pool(new Random(3).doubles(50).toArray());
        List<Candidate> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, new Random(1));
        List<Candidate> renamed = pool.stream()
                .map(c -> new Candidate(
                        c.sampleId().replace("run:", "other:"), c.syntheticProbability(), c.source(), c.position()))
                .toList();

        Selection selection = select(resample(3, 1.5, 3), 7, pool);

        assertThat(select(resample(3, 1.5, 3), 7, shuffled)).isEqualTo(selection);
        assertThat(ids(new ImportanceResampler(resample(3, 1.5, 3), 7, "other").select(renamed)))
                .isEqualTo(ids(selection).stream()
                        .map(id -> id.replace("run:", "other:"))
                        .toList());
        assertThat(select(resample(3, 1.5, 3), 8, pool)).isNotEqualTo(selection);
    }

    @Test
    void neverDrawsWhatIsCertainlyMachineWrittenEvenIfTheDrawFallsShort() {
        Selection selection = select(resample(10, 3, 3), 1, pool(0.1, 1, 1, 0.999));

        assertThat(selection.documents()).hasSize(6);
        assertThat(ids(selection)).containsOnly("run:1:0", "run:1:3");
    }

    @Test
    void failsClearlyWhenNothingHasWeight() {
        assertThatThrownBy(() -> select(resample(10, 1, 1), 1, pool(1, 1)))
                .isInstanceOf(NothingHasWeightException.class)
                .hasMessageContaining("none of the 2 samples")
                .hasMessageContaining("selection.minimum-effective-share");
        SelectionSpecification weight = new SelectionSpecification(Method.WEIGHT, "encoder", 1, null, 0, 1, 1);
        assertThatThrownBy(() -> select(weight, 1, pool(1, 1))).isInstanceOf(NothingHasWeightException.class);
    }

    @Test
    void tellsProbabilitiesApartThatAreNearlyOne() {
        Selection selection = select(resample(1000, 0.5, 1), 1, pool(1 - 1e-12, 1 - 3e-12));

        assertThat(ids(selection)).containsExactly("run:1:1");
    }

    @Test
    void lowersTheBiasUntilTheEffectiveSampleSizeHoldsItsFloor() {
        SelectionSpecification guarded = new SelectionSpecification(Method.RESAMPLE, "encoder", 10, null, 0.75, 1, 3);

        Selection selection = select(guarded, 1, pool(PROBABILITIES));

        assertThat(selection.bias()).isBetween(0.1, 9.9);
        assertThat(selection.effectiveSampleSize()).isCloseTo(3, within(1e-6));
        assertThat(selection.effectiveSampleSize()).isGreaterThanOrEqualTo(3);
    }

    /** Weights .9 .6 .5 .2: sum 2.2, squares 1.46, so ESS = 4.84 / 1.46. */
    @Test
    void reportsTheEffectiveSampleSizeOfTheWeights() {
        assertThat(select(resample(1, 1, 1), 1, pool(PROBABILITIES)).effectiveSampleSize())
                .isCloseTo(4.84 / 1.46, within(1e-12));
    }

    /** alpha(0) is the mean of 1 - q, 0.55; alpha(1) = 1.46 / 2.2 = 0.6636. */
    @Test
    void usesTheSmallestBiasThatReachesTheTargetShare() {
        assertThat(adaptive(0.55).bias()).isZero();
        assertThat(adaptive(1.46 / 2.2).bias()).isCloseTo(1, within(1e-9));
        assertThat(adaptive(0.95).bias()).isEqualTo(10);
    }

    private static Selection adaptive(double target) {
        return select(
                new SelectionSpecification(Method.RESAMPLE, "encoder", 10, target, 0, 1, 1), 1, pool(PROBABILITIES));
    }

    @Test
    void weighsThePoolOnceWithMeanOne() {
        SelectionSpecification weight = new SelectionSpecification(Method.WEIGHT, "encoder", 1, null, 0, 1.5, 3);

        Selection selection = select(weight, 1, pool(PROBABILITIES));

        assertThat(selection.documents().stream().map(Selection.Document::weight))
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
                .containsExactly(0.9 / 0.55, 0.6 / 0.55, 0.5 / 0.55, 0.2 / 0.55);
        assertThat(selection.bias()).isEqualTo(1);
    }

    @Test
    void theOracleAloneReadsProvenance() {
        List<Candidate> mislabelled = List.of(
                new Candidate("run:1:0", 0.99, Source.HUMAN, 0),
                new Candidate("run:1:1", 0.01, Source.SYNTHETIC, 1),
                new Candidate("run:1:2", 0.01, Source.UNKNOWN, 2),
                new Candidate("run:1:3", 0.99, Source.HUMAN, 3));
        SelectionSpecification oracle = new SelectionSpecification(Method.ORACLE, "encoder", 10, null, 0.9, 1.5, 3);

        Selection selection = select(oracle, 1, mislabelled);

        assertThat(ids(selection)).hasSize(6).containsOnly("run:1:0", "run:1:3");
        assertThat(selection.effectiveSampleSize()).isEqualTo(2);
        for (Source source : Source.values()) {
            List<Candidate> relabelled = mislabelled.stream()
                    .map(c -> new Candidate(c.sampleId(), c.syntheticProbability(), source, c.position()))
                    .toList();
            assertThat(ids(select(resample(2, 1, 3), 1, relabelled)))
                    .isEqualTo(ids(select(resample(2, 1, 3), 1, mislabelled)));
        }
    }

    @Test
    void generationZeroIsTrainedOnItsWholePool() {
        ImportanceResampler resampler = ImportanceResampler.of(Specifications.run("run", null), 0);

        Selection selection = resampler.select(pool(0.5, 0.5, 0.5));

        assertThat(ids(selection)).containsExactly("run:1:0", "run:1:1", "run:1:2");
        assertThat(selection.bias()).isZero();
    }

    @Test
    void largestKeysOfPartsMergeIntoThoseOfTheWhole() {
        LargestKeys whole = LargestKeys.of(5);
        LargestKeys left = LargestKeys.of(5);
        LargestKeys right = LargestKeys.of(5);
        for (int i = 0; i < 40; i++) {
            double key = i % 7; // many ties
            LargestKeys.Keyed keyed = new LargestKeys.Keyed(key, new Candidate("run:1:" + i, 0, Source.HUMAN, i), 0);
            whole.offer(keyed);
            (i % 2 == 0 ? left : right).offer(keyed);
        }
        right.merge(left);

        assertThat(right.bySample()).isEqualTo(whole.bySample());
        assertThat(whole.bySample().stream()
                        .map(keyed -> keyed.candidate().sampleId())
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("run:1:13", "run:1:20", "run:1:27", "run:1:34", "run:1:6"));
    }

    @Test
    void summaryCountsHumanSharesBeforeAndAfter() {
        List<Candidate> pool = pool(0.1, 0.2, 0.9, 0.9);
        Selection selection = new Selection(
                List.of(
                        new Selection.Document(pool.get(0), 1),
                        new Selection.Document(pool.get(2), 1),
                        new Selection.Document(pool.get(0), 1)),
                2,
                10,
                new Selection.EffectiveHumans(0.9, 1.8));

        assertThat(selection.summary(pool, 1))
                .extracting(
                        "pooled",
                        "rejected",
                        "selected",
                        "humanShareBefore",
                        "humanShareAfter",
                        "effectiveHumansBefore",
                        "effectiveHumansAfter")
                .containsExactly(4, 1, 3, 0.5, 2.0 / 3, 0.9, 1.8);
    }

    /** p = .9 .6 .5 .2: N_h(0) = 2.2^2 / 4 = 1.21; N_h(1) = 1.46^2 / 1.46 = 1.46; N_h(2) = 1.078^2 / 0.8498. */
    @Test
    void reportsTheEffectiveNumberOfHumanSamples() {
        for (double[] biasAndHumans : new double[][] {{0, 1.21}, {1, 1.46}, {2, 1.078 * 1.078 / 0.8498}}) {
            Selection.EffectiveHumans humans = select(resample(biasAndHumans[0], 1, 1), 1, pool(PROBABILITIES))
                    .humans();

            assertThat(humans.before()).isCloseTo(1.21, within(1e-12));
            assertThat(humans.after()).isCloseTo(biasAndHumans[1], within(1e-12));
        }
    }

    @Test
    void noiseIsFiniteAtBothEndsOfTheSeeds() {
        assertThat(ImportanceResampler.gumbel(0)).isFinite().isLessThan(-3);
        assertThat(ImportanceResampler.gumbel(-1)).isFinite().isGreaterThan(36);
    }
}
