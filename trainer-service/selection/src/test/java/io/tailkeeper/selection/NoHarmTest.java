package io.tailkeeper.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.Provenance.Source;
import io.tailkeeper.contracts.specification.Draw;
import io.tailkeeper.contracts.specification.SelectionSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a detector is worth, selection by it costs no effective human documents, and no document that its weight does
 * not ask for is drawn. Scores are Gaussian; the detector is fitted on a small calibration part, as in a run.
 */
class NoHarmTest {

    private static final int DOCUMENTS = 896;
    private static final int CALIBRATION = 224;
    private static final int SEEDS = 24;
    private static final SelectionSpecification GUARDED =
            new SelectionSpecification(Method.RESAMPLE, "noisy", 10, null, 0, 1, 3, 1.0, Draw.RESIDUAL);
    private static final SelectionSpecification PUBLISHED =
            new SelectionSpecification(Method.RESAMPLE, "noisy", 10, null, 0.2, 1, 3);

    /** What the draw really holds. */
    private record Held(double effectiveHumans, double humanShare, double distinctHumans, int documents) {

        static Held of(List<Candidate> documents) {
            Map<Candidate, Integer> copies = new HashMap<>();
            documents.forEach(each -> copies.merge(each, 1, Integer::sum));
            double human = 0;
            double distinct = 0;
            double squares = 0;
            for (Map.Entry<Candidate, Integer> each : copies.entrySet()) {
                boolean isHuman = each.getKey().source() == Source.HUMAN;
                human += isHuman ? each.getValue() : 0;
                distinct += isHuman ? 1 : 0;
                squares += (double) each.getValue() * each.getValue();
            }
            return new Held(human * human / squares, human / documents.size(), distinct, documents.size());
        }
    }

    private static Held drawn(SelectionSpecification specification, int seed, List<Candidate> pool) {
        return Held.of(new ImportanceResampler(specification, seed, "run")
                .select(pool).documents().stream()
                        .map(Selection.Document::candidate)
                        .toList());
    }

    /** Distance of the means, in standard deviations, of the scores of a detector of an AUROC: sqrt(2) probit(AUROC). */
    @ParameterizedTest
    @CsvSource({
        "0.50, 0.000",
        "0.53, 0.106",
        "0.57, 0.249",
        "0.60, 0.358",
        "0.64, 0.507",
        "0.70, 0.742",
        "0.76, 0.999",
        "0.86, 1.528",
        "0.92, 1.987",
        "0.98, 2.905",
        "0.99, 3.290",
        "1.00, 8.000"
    })
    void neverHoldsFewerEffectiveHumanDocumentsThanNoSelection(double auroc, double distance) {
        for (double share : new double[] {0.25, 0.5}) {
            double gained = 0;
            double shares = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                List<Candidate> pool = pool(distance, share, new Random(seed));
                Held all = Held.of(pool);
                Held held = drawn(GUARDED, seed, pool);
                gained += held.effectiveHumans() / all.effectiveHumans() / SEEDS;
                shares += held.humanShare() / SEEDS;
                assertThat(held.effectiveHumans() / all.effectiveHumans())
                        .as("one seed, AUROC %s, human share %s", auroc, share)
                        .isGreaterThan(0.78);
                assertThat(held.humanShare()).isGreaterThan(share - 0.02);
            }
            assertThat(gained).as("AUROC %s, human share %s", auroc, share).isGreaterThan(0.97);
            assertThat(shares).as("AUROC %s, human share %s", auroc, share).isGreaterThan(share - 0.005);
        }
    }

    @Test
    void aStrongDetectorLosesNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Held guarded = drawn(GUARDED, seed, pool(3.29, 0.25, new Random(seed)));

            assertThat(guarded.humanShare()).isGreaterThan(0.88);
            assertThat(guarded.distinctHumans()).isGreaterThan(0.75 * 0.25 * DOCUMENTS);
        }
    }

    /** Two hundred human documents three times are six hundred: the published draw takes three hundred known machine texts. */
    @Test
    void theDrawIsNotFilledUpWithTextThatTheDetectorHasRecognised() {
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            boolean human = i < 200;
            pool.add(new Candidate("run:1:" + i, human ? 0.01 : 0.99, human ? Source.HUMAN : Source.SYNTHETIC, i));
        }

        Held published = drawn(PUBLISHED, 1, pool);
        Held guarded = drawn(GUARDED, 1, pool);

        assertThat(published.documents()).isEqualTo(900);
        assertThat(published.humanShare()).isCloseTo(2 / 3.0, within(0.01));
        assertThat(guarded.documents()).isEqualTo(600);
        assertThat(guarded.humanShare()).isEqualTo(1);
    }

    /** The fault that the floor mends: b = 10 under a floor of the effective sample size alone. */
    @Test
    void theFloorOfTheEffectiveSampleSizeAloneDoesHarm() {
        double published = 0;
        double guarded = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Candidate> pool = pool(0.4, 0.25, new Random(seed));
            double all = Held.of(pool).effectiveHumans();
            published += drawn(PUBLISHED, seed, pool).effectiveHumans() / all / SEEDS;
            guarded += drawn(GUARDED, seed, pool).effectiveHumans() / all / SEEDS;
        }
        assertThat(published).isLessThan(0.75);
        assertThat(guarded).isGreaterThan(0.97);
    }

    /** Weights .9 .6 .5 .2 of sum 2.2, n = 4, two copies: k = 1.64 1.09 .91 .36. */
    @Test
    void everySampleIsDrawnAsOftenAsItsWeightAsksFor() {
        double[] weights = {0.9, 0.6, 0.5, 0.2};
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            pool.add(new Candidate("run:1:" + i, 1 - weights[i], Source.UNKNOWN, i));
        }
        SelectionSpecification once =
                new SelectionSpecification(Method.RESAMPLE, "noisy", 1, null, 0, 1, 2, 0.0, Draw.RESIDUAL);
        int draws = 20_000;
        int[] counted = new int[4];
        for (int seed = 0; seed < draws; seed++) {
            List<Selection.Document> documents =
                    new ImportanceResampler(once, seed, "run").select(pool).documents();
            assertThat(documents).hasSize(4);
            documents.forEach(each -> counted[(int) each.candidate().position()]++);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(counted[i] / (double) draws).isCloseTo(4 * weights[i] / 2.2, within(0.06));
        }
    }

    @Test
    void aResidualDrawDependsNeitherOnTheOrderOfThePoolNorOnTheNameOfTheRun() {
        List<Candidate> pool = pool(1, 0.5, new Random(5));
        List<Candidate> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, new Random(1));

        Selection selection = new ImportanceResampler(GUARDED, 7, "run").select(pool);

        assertThat(new ImportanceResampler(GUARDED, 7, "run").select(shuffled)).isEqualTo(selection);
        assertThat(new ImportanceResampler(GUARDED, 8, "run").select(pool)).isNotEqualTo(selection);
    }

    /** Scores x + distance of machine text, and the probabilities that a logistic fit on a calibration part gives them. */
    private static List<Candidate> pool(double distance, double humanShare, Random random) {
        double[] calibration = new double[2 * CALIBRATION];
        for (int i = 0; i < calibration.length; i++) {
            calibration[i] = random.nextGaussian() + (i < CALIBRATION ? 0 : distance);
        }
        double[] fitted = fit(calibration);
        List<Candidate> pool = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            boolean human = i < humanShare * DOCUMENTS;
            double score = random.nextGaussian() + (human ? 0 : distance);
            double logit = fitted[0] + fitted[1] * score;
            pool.add(new Candidate(
                    "run:1:" + i, 1 / (1 + Math.exp(-logit)), human ? Source.HUMAN : Source.SYNTHETIC, i));
        }
        return pool;
    }

    /** Intercept and slope by Newton's method, with a little of a ridge; the second half is machine-written. */
    private static double[] fit(double[] scores) {
        double intercept = 0;
        double slope = 0;
        for (int step = 0; step < 30; step++) {
            double g0 = 0;
            double g1 = 0.01 * slope;
            double h00 = 1e-6;
            double h01 = 0;
            double h11 = 0.01;
            for (int i = 0; i < scores.length; i++) {
                double p = 1 / (1 + Math.exp(-intercept - slope * scores[i]));
                double error = p - (i < scores.length / 2 ? 0 : 1);
                g0 += error;
                g1 += error * scores[i];
                h00 += p * (1 - p);
                h01 += p * (1 - p) * scores[i];
                h11 += p * (1 - p) * scores[i] * scores[i];
            }
            double determinant = h00 * h11 - h01 * h01;
            intercept -= (h11 * g0 - h01 * g1) / determinant;
            slope -= (h00 * g1 - h01 * g0) / determinant;
        }
        return new double[] {intercept, slope};
    }
}
