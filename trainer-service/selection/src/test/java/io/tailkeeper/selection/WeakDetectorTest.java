package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.SelectionSummary;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What selection does behind a detector that knows little, or nothing. */
class WeakDetectorTest {

    private static final int DOCUMENTS = 1_000;

    private static SelectionSpecification resample(Double target, double floor, double upsample) {
        return new SelectionSpecification(Method.RESAMPLE, "weak", 10, target, floor, upsample, 3);
    }

    private static List<Candidate> pool(int documents, DoubleSupplier human, DoubleSupplier machine) {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 2 * documents; i++) {
            boolean byHuman = i < documents;
            pool.add(new Candidate(
                    "run:1:" + i,
                    (byHuman ? human : machine).getAsDouble(),
                    byHuman ? Source.HUMAN : Source.SYNTHETIC,
                    i));
        }
        return pool;
    }

    /** Probabilities of AUROC 0.90: Beta(2, 4) for human text, Beta(4, 2) for machine-written text. */
    private static List<Candidate> betaPool(long seed) {
        Random random = new Random(seed);
        return pool(DOCUMENTS, () -> beta(random, 2, 4), () -> beta(random, 4, 2));
    }

    /** For whole a and b: the a-th smallest of a + b - 1 uniform numbers. */
    private static double beta(Random random, int a, int b) {
        return DoubleStream.generate(random::nextDouble)
                .limit(a + b - 1L)
                .sorted()
                .skip(a - 1L)
                .findFirst()
                .orElseThrow();
    }

    private static Selection select(SelectionSpecification specification, long seed, List<Candidate> pool) {
        return new ImportanceResampler(specification, seed, "run").select(pool);
    }

    private static Map<Long, Long> copies(Selection selection) {
        return selection.documents().stream()
                .map(document -> document.candidate().position())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static double keptHumanText(Selection selection) {
        return copies(selection).keySet().stream()
                        .filter(position -> position < DOCUMENTS)
                        .count()
                / (double) DOCUMENTS;
    }

    @Test
    void aDetectorThatSaysTheSameOfEverythingThrowsNoTextAway() {
        List<Candidate> silent = pool(50, () -> 0.5, () -> 0.5);

        Selection selection = select(resample(null, 0.2, 1), 7, silent);

        assertThat(copies(selection)).hasSize(100).allSatisfy((position, copies) -> assertThat(copies)
                .isEqualTo(1));
        SelectionSummary summary = selection.summary(silent, 0);
        assertThat(summary.selected()).isEqualTo(100);
        assertThat(summary.effectiveSampleSize()).isEqualTo(100);
        assertThat(summary.bias()).isZero();
        assertThat(summary.humanShareAfter()).isEqualTo(summary.humanShareBefore());
    }

    @Test
    void whatCannotBeDealtOutEvenlyFallsToEveryDocumentWithTheSameChance() {
        int draws = 4_000;
        long[] counted = new long[6];
        for (int seed = 0; seed < draws; seed++) {
            Map<Long, Long> copies = copies(select(resample(null, 0, 1.5), seed, pool(3, () -> 0.5, () -> 0.5)));
            assertThat(copies.values()).containsExactlyInAnyOrder(1L, 1L, 1L, 2L, 2L, 2L);
            copies.forEach((position, times) -> counted[position.intValue()] += times);
        }
        for (long count : counted) {
            assertThat(count / (double) draws).isCloseTo(1.5, within(0.03));
        }
    }

    @Test
    void fewerDocumentsThanThePoolHoldsAreDrawnWithoutRepeats() {
        int draws = 4_000;
        long[] counted = new long[6];
        for (int seed = 0; seed < draws; seed++) {
            Map<Long, Long> copies = copies(select(resample(null, 0, 0.5), seed, pool(3, () -> 0.9, () -> 0.9)));
            assertThat(copies).hasSize(3);
            copies.keySet().forEach(position -> counted[position.intValue()]++);
        }
        for (long count : counted) {
            assertThat(count / (double) draws).isCloseTo(0.5, within(0.03));
        }
    }

    @Test
    void biasZeroIsDealtOutEvenlyToo() {
        SelectionSpecification unbiased = new SelectionSpecification(Method.RESAMPLE, "weak", 0, null, 0, 1, 3);

        assertThat(copies(select(unbiased, 3, betaPool(1)))).hasSize(2 * DOCUMENTS);
    }

    /** Unguarded, b = 10 leaves an effective tenth of the pool: the published bias is one for a good detector. */
    @Test
    void theFloorKeepsAWeakDetectorFromThrowingHumanTextAway() {
        List<Candidate> pool = betaPool(2);

        Selection unguarded = select(resample(null, 0, 1), 5, pool);
        Selection guarded = select(resample(null, 0.5, 1), 5, pool);

        assertThat(unguarded.effectiveSampleSize() / pool.size()).isBetween(0.08, 0.18);
        assertThat(keptHumanText(unguarded)).isBetween(0.68, 0.76);
        assertThat(guarded.effectiveSampleSize() / pool.size()).isCloseTo(0.5, within(1e-9));
        assertThat(guarded.bias()).isBetween(2.0, 4.0);
        assertThat(keptHumanText(guarded)).isGreaterThan(keptHumanText(unguarded) + 0.06);
        assertThat(guarded.summary(pool, 0).humanShareAfter()).isGreaterThan(0.7);
    }

    @Test
    void theFloorHoldsWhateverTheDetectorSays() {
        Random random = new Random(3);
        List<Candidate> noise = pool(DOCUMENTS, random::nextDouble, random::nextDouble);
        for (double floor : new double[] {0.05, 0.2, 0.5, 0.9, 1}) {
            for (List<Candidate> pool : List.of(betaPool(4), noise)) {
                Selection selection = select(resample(null, floor, 1.5), 1, pool);
                assertThat(selection.effectiveSampleSize()).isGreaterThanOrEqualTo(floor * pool.size());
            }
        }
        Selection noisy = select(resample(null, 0.5, 1.5), 1, noise);
        assertThat(noisy.summary(noise, 0).humanShareAfter()).isCloseTo(0.5, within(0.03));
    }

    @Test
    void theSmallestBiasReachesTheTargetShareUnlessTheFloorForbidsIt() {
        List<Candidate> pool = betaPool(6);

        Selection reached = select(resample(0.7, 0.2, 1), 1, pool);
        Selection forbidden = select(resample(0.95, 0.5, 1), 1, pool);

        assertThat(reached.bias()).isBetween(1.0, 6.0);
        assertThat(expectedHumanShare(pool, reached.bias())).isCloseTo(0.7, within(1e-9));
        assertThat(expectedHumanShare(pool, reached.bias() - 0.01)).isLessThan(0.7);
        assertThat(reached.summary(pool, 0).humanShareAfter()).isGreaterThan(0.7);
        assertThat(forbidden.effectiveSampleSize() / pool.size()).isCloseTo(0.5, within(1e-9));
        assertThat(expectedHumanShare(pool, forbidden.bias())).isLessThan(0.95);
    }

    /** sum (1 - q)^(b + 1) / sum (1 - q)^b, without logarithms. */
    private static double expectedHumanShare(List<Candidate> pool, double bias) {
        double weights = 0;
        double human = 0;
        for (Candidate candidate : pool) {
            double probability = 1 - candidate.syntheticProbability();
            weights += Math.pow(probability, bias);
            human += Math.pow(probability, bias + 1);
        }
        return human / weights;
    }
}
