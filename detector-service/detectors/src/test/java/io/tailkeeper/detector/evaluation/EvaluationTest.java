package io.tailkeeper.detector.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.Logit;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.text.LengthWindow;
import io.tailkeeper.measures.RocCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static JudgedText judged(boolean machine, double probability) {
        return new JudgedText(machine, "set", Math.log(probability / (1 - probability)), probability, false, false);
    }

    private static List<JudgedText> drawn(int count, long seed) {
        Random random = new Random(seed);
        List<JudgedText> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean machine = random.nextInt(3) == 0;
            texts.add(judged(machine, (1 + random.nextInt(machine ? 19 : 15)) / 21.0)); // many ties
        }
        return texts;
    }

    /** Every pair, every threshold, every bin: straight from the definitions. */
    private static Quality naive(List<JudgedText> texts) {
        List<JudgedText> human = texts.stream().filter(t -> !t.machineWritten()).toList();
        List<JudgedText> machine =
                texts.stream().filter(JudgedText::machineWritten).toList();
        double wins = 0;
        for (JudgedText m : machine) {
            for (JudgedText h : human) {
                wins += m.logit() > h.logit() ? 1 : m.logit() == h.logit() ? 0.5 : 0;
            }
        }
        double calibration = 0;
        for (int bin = 0; bin < 15; bin++) {
            double from = bin / 15.0;
            double to = bin == 14 ? 2 : (bin + 1) / 15.0;
            List<JudgedText> inside = texts.stream()
                    .filter(t -> t.syntheticProbability() >= from && t.syntheticProbability() < to)
                    .toList();
            double mean = inside.stream()
                    .mapToDouble(JudgedText::syntheticProbability)
                    .average()
                    .orElse(0);
            double share = inside.stream()
                    .mapToDouble(t -> t.machineWritten() ? 1 : 0)
                    .average()
                    .orElse(0);
            calibration += inside.size() * Math.abs(mean - share) / texts.size();
        }
        double brier = texts.stream()
                .mapToDouble(t -> Math.pow(t.syntheticProbability() - (t.machineWritten() ? 1 : 0), 2))
                .average()
                .orElseThrow();
        return new Quality(
                wins / human.size() / machine.size(),
                rate(human, machine, 0.01),
                rate(human, machine, 0.05),
                calibration,
                brier);
    }

    private static double rate(List<JudgedText> human, List<JudgedText> machine, double falsePositives) {
        double best = 0;
        for (JudgedText candidate : human) {
            long accused =
                    human.stream().filter(h -> h.logit() > candidate.logit()).count();
            long found =
                    machine.stream().filter(m -> m.logit() > candidate.logit()).count();
            if (accused <= falsePositives * human.size()) {
                best = Math.max(best, found / (double) machine.size());
            }
        }
        return best;
    }

    private static void assertClose(Quality actual, Quality expected) {
        for (Quality.Figure figure : Quality.FIGURES) {
            assertThat(figure.value().applyAsDouble(actual))
                    .as(figure.name())
                    .isCloseTo(figure.value().applyAsDouble(expected), within(1e-12));
        }
    }

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        for (int seed = 0; seed < 40; seed++) {
            List<JudgedText> texts = drawn(20 + 13 * seed, seed);
            assertClose(new RankedTexts(texts).quality(), naive(texts));
        }
    }

    @Test
    void fourTextsAreWorkedByHand() {
        Quality quality = new RankedTexts(
                        List.of(judged(false, 0.1), judged(true, 0.9), judged(false, 0.3), judged(true, 0.3)))
                .quality();
        assertThat(quality.auroc()).as("one tie of four pairs").isEqualTo(3.5 / 4);
        assertThat(quality.truePositiveRate1()).as("above 0.3 only 0.9").isEqualTo(0.5);
        // Bins of 0.1, 0.3 (two texts, one machine-written) and 0.9: 0.1 + |0.6 - 1| + 0.1, of four.
        assertThat(quality.calibrationError()).isCloseTo(0.6 / 4, within(1e-12));
        assertThat(quality.brier()).isCloseTo((0.01 + 0.01 + 0.09 + 0.49) / 4, within(1e-12));
    }

    @Test
    void aResampleHasTheQualityOfItsTexts() {
        List<JudgedText> texts = new ArrayList<>(drawn(60, 3));
        texts.sort((a, b) -> Double.compare(a.logit(), b.logit()));
        Random random = new Random(9);
        int[] counts = random.ints(60, 0, 4).toArray();
        List<JudgedText> written = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            for (int again = 0; again < counts[i]; again++) {
                written.add(texts.get(i));
            }
        }
        assertClose(new RankedTexts(texts).quality(counts), naive(written));
    }

    @Test
    void aMissingClassLeavesWhatNeedsItOpen() {
        Quality quality = new RankedTexts(List.of(judged(false, 0.2), judged(false, 0.4))).quality();
        assertThat(quality.auroc()).isNaN();
        assertThat(quality.truePositiveRate5()).isNaN();
        assertThat(quality.brier()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aLogitThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> new JudgedText(true, "a", Double.NaN, 0.5, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a number");
        JudgedText judged = new JudgedText(true, "a", 0.2, 0.55, false, false);
        assertThat(judged.without(new PlattCalibration(0, 0.2)))
                .as("a calibration that left nothing of the detector")
                .isEqualTo(judged);
    }

    @Test
    void intervalsHaveTheWidthOfTheStandardError() {
        Random random = new Random(21);
        List<JudgedText> texts = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            boolean machine = i % 2 == 0;
            double logit = random.nextGaussian() + (machine ? 1 : 0);
            texts.add(new JudgedText(machine, "set", logit, 1 / (1 + Math.exp(-logit)), false, false));
        }
        Bootstrap.Interval interval = Bootstrap.DEFAULT.of(new RankedTexts(texts));
        double auroc = interval.value().auroc(); // Phi(1 / sqrt 2) = 0.7602
        assertThat(auroc).isCloseTo(0.7602, within(0.02));
        double halfWidth = 1.96 * RocCurve.standardError(auroc, 2_000, 2_000);
        assertThat(interval.low().auroc()).isCloseTo(auroc - halfWidth, within(0.2 * halfWidth));
        assertThat(interval.high().auroc()).isCloseTo(auroc + halfWidth, within(0.2 * halfWidth));
        assertThat(Bootstrap.DEFAULT.of(new RankedTexts(texts)))
                .as("the same seed")
                .isEqualTo(interval);
        assertThat(new Bootstrap(1_000, 0.95, 43).of(new RankedTexts(texts))).isNotEqualTo(interval);
    }

    @Test
    void quantilesLieBetweenTheOrderStatistics() {
        assertThat(Bootstrap.quantile(new double[] {1, 2, 4}, 0.75)).isEqualTo(3);
        assertThat(Bootstrap.quantile(new double[] {1, 2, 4}, 1)).isEqualTo(4);
        assertThat(Bootstrap.quantile(new double[0], 0.5)).isNaN();
    }

    @Test
    void binsHoldWhatFallsIntoThem() {
        List<ReliabilityBin> bins =
                ReliabilityBin.of(List.of(judged(true, 0.99), judged(false, 0.95), judged(false, 0.01)));
        assertThat(bins).hasSize(15);
        assertThat(bins.getLast().texts()).isEqualTo(2);
        assertThat(bins.getLast().probability()).isCloseTo(0.97, within(1e-12));
        assertThat(bins.getLast().machineShare()).isEqualTo(0.5);
        assertThat(bins.get(7).probability()).isNaN();
    }

    @Test
    void sourcesAreMeasuredApartAndShortTextsGetThePrior() {
        CalibratedDetector detector = new CalibratedDetector(
                new LengthWindow(2, 64, LengthWindow.Side.HEAD, 0.25),
                text -> text.length(),
                new PlattCalibration(1, -7));
        List<LabelledText> texts = List.of(
                new LabelledText("one two three", true, "b", "1"),
                new LabelledText("a b", false, "b", "2"),
                new LabelledText("word", false, "a", "3"));
        List<JudgedText> judged = Evaluation.judge(detector, texts);
        assertThat(judged.get(0).logit()).isEqualTo(6);
        assertThat(judged.get(2).syntheticProbability()).isEqualTo(0.25);
        assertThat(judged.get(2).logit()).isCloseTo(Math.log(1 / 3.0), within(1e-12));
        Evaluation evaluation =
                Evaluation.of(judged, new DecisionThresholds(0.5, 0.2, List.of()), new Bootstrap(0, 0.95, 1));
        assertThat(evaluation.sources()).extracting(SourceReport::source).containsExactly("a", "b");
        assertThat(evaluation.overall().tooShort()).isEqualTo(1);
        assertThat(evaluation.overall().accused1()).isZero();
        assertThat(evaluation.overall().accused5()).as("the prior is above 0.2").isEqualTo(0.5);
        assertThat(evaluation.sources().getLast().quality().value().auroc()).isEqualTo(1);
        assertThat(evaluation.sources().getFirst().machine()).isZero();
    }

    @Test
    void thresholdsComeFromHumanTexts() {
        List<JudgedText> texts = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            texts.add(judged(false, i / 200.0));
        }
        texts.add(judged(true, 0.99));
        DecisionThresholds thresholds = DecisionThresholds.of(texts);
        assertThat(thresholds.falsePositiveRate1()).isEqualTo(99 / 200.0);
        assertThat(thresholds.falsePositiveRate5()).isEqualTo(95 / 200.0);
        assertThat(DecisionThresholds.of(List.of(judged(true, 0.9))).falsePositiveRate1())
                .isEqualTo(1);
        assertThat(DecisionThresholds.of(List.of())).isEqualTo(new DecisionThresholds(1, 1, List.of()));
    }

    @Test
    void thresholdsKnowHowFarTheLogitsLieFromZero() {
        List<JudgedText> texts = IntStream.rangeClosed(0, 200)
                .mapToObj(i -> judged(i % 2 == 0, Logit.probability((i % 2 == 0 ? 1 : -1) * i / 100.0)))
                .toList();
        List<Double> distances = DecisionThresholds.of(texts).distances();
        assertThat(distances).hasSize(101);
        for (int percent = 0; percent <= 100; percent++) {
            assertThat(distances.get(percent)).isCloseTo(percent / 50.0, within(1e-9));
        }
        assertThat(DecisionThresholds.of(List.of(judged(true, 1))).distances())
                .isNotEmpty()
                .allSatisfy(distance -> assertThat(distance).isFinite());
    }
}
