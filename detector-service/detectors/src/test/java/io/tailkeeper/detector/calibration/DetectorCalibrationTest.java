package io.tailkeeper.detector.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.specification.DetectorSpecification;
import io.tailkeeper.contracts.specification.DetectorTrial;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.LabelledFeatures;
import io.tailkeeper.detector.features.LogitEncoder;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectorCalibrationTest {

    private static final GenerationKey GENERATION = new GenerationKey("run", 2);

    private static final Encoder ENCODER = new FakeEncoder();

    private final DetectorCalibration calibration = new DetectorCalibration("encoder");

    /** Human texts around 0, machine-written ones around a distance, in one of three features. */
    private static List<LabelledFeatures> part(int each, double distance, long seed) {
        Random random = new Random(seed);
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 2 * each; i++) {
            boolean machine = i >= each;
            double telling = random.nextGaussian() + (machine ? distance : 0);
            texts.add(new LabelledFeatures(
                    new float[] {(float) random.nextGaussian(), (float) telling, (float) random.nextGaussian()},
                    machine));
        }
        return texts;
    }

    @Test
    void reachesTheAurocOfTheOptimalDetector() {
        // Two unit normals 1.5 apart: AUROC = Phi(1.5 / sqrt 2) = 0.8556.
        DetectorCalibrated detector = calibration.fit(GENERATION, ENCODER, part(1_000, 1.5, 3));
        assertThat(detector.quality().auroc()).isCloseTo(0.8556, within(0.02));
        assertThat(detector.quality().calibrationErrorAfter()).isLessThan(0.04);
        assertThat(detector.usable()).isTrue();
        assertThat(detector.head().get(1) / detector.temperature())
                .as("slope of the log-likelihood ratio, penalty undone by the temperature")
                .isCloseTo(1.5, within(0.15));
        assertThat(detector.key()).isEqualTo("run:2:encoder");
    }

    @Test
    void textsThatDoNotDifferAreNotUsable() {
        List<LabelledFeatures> human = part(100, 0, 4).subList(0, 100);
        List<LabelledFeatures> twins = new ArrayList<>(human);
        human.forEach(text -> twins.add(new LabelledFeatures(text.features(), true)));
        DetectorCalibrated detector = calibration.fit(GENERATION, ENCODER, twins);
        assertThat(detector.usable()).isFalse();
        assertThat(detector.quality().auroc()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void tooFewTextsOfAClassAreNotUsable() {
        DetectorCalibrated detector = calibration.fit(GENERATION, ENCODER, part(9, 50, 1));
        assertThat(detector.usable()).isFalse();
        assertThat(detector.head()).containsExactly(0.0, 0.0, 0.0);
        assertThat(calibration.fit(GENERATION, ENCODER, part(10, 50, 1)).usable())
                .isTrue();
    }

    private static Trial trial(DetectorSpecification.Calibration calibration, Double auroc, DetectorCalibrated first) {
        return new Trial(
                new DetectorTrial("encoder", new DetectorSpecification(calibration, auroc), 42),
                Optional.ofNullable(first));
    }

    /** A detector of AUROC 0.856 with noise s on logits of variance v: Phi(1.5 / sqrt(2) / sqrt(1 + s^2 / v)). */
    @Test
    void noiseBringsADetectorDownToWhatIsAskedAndItsProbabilitiesStayCalibrated() {
        List<LabelledFeatures> texts = part(1_000, 1.5, 3);
        DetectorCalibrated good = calibration.fit(GENERATION, ENCODER, texts);

        DetectorCalibrated worse = calibration.fit(GENERATION, ENCODER, texts, trial(null, 0.7, null));

        assertThat(worse.quality().auroc()).isCloseTo(0.7, within(1e-4)).isLessThanOrEqualTo(0.7);
        assertThat(worse.quality().calibrationErrorAfter()).isLessThan(0.05);
        assertThat(worse.temperature()).isGreaterThan(good.temperature());
        assertThat(worse.head()).isEqualTo(good.head());
        // Phi^-1(0.7) = 0.5244, and that of 0.8556 (0.83 to 0.88 measured) is 1.0607: 1 + s^2 / v = (1.0607 / 0.5244)^2
        // = 4.091; logits are 1.5
        // x of unit variance.
        double slope = good.head().get(1);
        assertThat(worse.noise().deviation()).isCloseTo(slope * Math.sqrt(3.091), within(0.3 * slope));
        assertThat(worse.noise().seed()).isEqualTo(42);
        assertThat(worse.detectorVersion()).isNotEqualTo(good.detectorVersion());
    }

    @Test
    void aDetectorThatIsNoBetterAnywayGetsNoNoise() {
        List<LabelledFeatures> texts = part(1_000, 1.5, 3);
        assertThat(calibration.fit(GENERATION, ENCODER, texts, trial(null, 0.9, null)))
                .isEqualTo(calibration.fit(GENERATION, ENCODER, texts));
    }

    @Test
    void theFirstGenerationsDetectorJudgesALaterOneAndSaysHowWell() {
        DetectorCalibrated first =
                calibration.fit(new GenerationKey("run", 1), ENCODER, part(200, 3, 1), trial(null, 0.9, null));

        DetectorCalibrated later = calibration.fit(
                GENERATION,
                ENCODER,
                part(200, 0.2, 2),
                trial(DetectorSpecification.Calibration.FIRST_GENERATION, 0.9, first));

        assertThat(later.head()).isEqualTo(first.head());
        assertThat(later.temperature()).isEqualTo(first.temperature());
        assertThat(later.noise()).isEqualTo(first.noise()).isNotNull();
        assertThat(later.usable()).as("nobody looks again").isTrue();
        assertThat(later.quality().auroc()).isLessThan(0.65);
        assertThat(later.generation()).isEqualTo(2);
    }

    @Test
    void withoutCalibrationATrainedDetectorJudgesAsItWasStoredAndAnotherOneNotAtAll() {
        CalibratedDetector robots = new CalibratedDetector(
                LengthWindow.DEFAULT, text -> text.contains("robot") ? 3 : -3, new PlattCalibration(1, 0));
        Encoder general = new LogitEncoder(robots, "robots-1");
        String words = " one two three four five six seven eight";
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add(new LabelledFeatures(
                    general.encode(List.of((i % 3 == 0 ? "robot" : "human") + words))
                            .getFirst(),
                    i >= 30));
        }
        Trial stored = trial(DetectorSpecification.Calibration.NONE, null, null);

        DetectorCalibrated detector = calibration.fit(GENERATION, general, texts, stored);

        assertThat(new LinearClassifier(detector.head(), detector.intercept())
                        .logit(texts.getFirst().features()))
                .isEqualTo(3);
        assertThat(detector.temperature()).isEqualTo(1);
        assertThat(detector.usable()).as("however weak it is here").isTrue();
        assertThat(calibration.fit(GENERATION, ENCODER, part(100, 3, 1), stored).usable())
                .isFalse();
    }

    @Test
    void twinsShareAFoldInEitherOrder() {
        List<LabelledFeatures> texts = part(7, 1, 1);
        assertThat(DetectorCalibration.folds(texts)).containsExactly(0, 1, 2, 3, 4, 0, 1, 0, 1, 2, 3, 4, 0, 1);
        List<LabelledFeatures> mixed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            mixed.add(texts.get(i));
            mixed.add(texts.get(i + 7));
        }
        assertThat(DetectorCalibration.folds(mixed)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 0, 1, 1);
    }

    @Test
    void theSamePartGivesTheSameDetectorAndAnotherAnotherVersion() {
        DetectorCalibrated detector = calibration.fit(GENERATION, ENCODER, part(50, 1, 8));
        assertThat(calibration.fit(GENERATION, ENCODER, part(50, 1, 8))).isEqualTo(detector);
        assertThat(calibration.fit(GENERATION, ENCODER, part(50, 1, 9)).detectorVersion())
                .isNotEqualTo(detector.detectorVersion());
        List<LabelledFeatures> reversed = new ArrayList<>(part(50, 1, 8));
        Collections.reverse(reversed);
        assertThat(calibration.fit(GENERATION, ENCODER, reversed).quality().auroc())
                .isCloseTo(detector.quality().auroc(), within(0.1));
    }

    @Test
    void statesTheThresholdsOnTheCalibratedProbability() {
        List<LabelledFeatures> texts = part(1_000, 1.5, 3);
        DetectorCalibrated detector = calibration.fit(GENERATION, ENCODER, texts);
        LinearClassifier classifier = new LinearClassifier(detector.head(), detector.intercept());
        double above = texts.stream()
                .filter(text -> !text.machineWritten())
                .filter(text ->
                        TemperatureCalibration.probability(classifier.logit(text.features()), detector.temperature())
                                > detector.quality().thresholdAt5())
                .count();
        assertThat(above / 1_000)
                .as("of the texts the classifier was fitted on")
                .isCloseTo(0.05, within(0.01));
        assertThat(detector.quality().thresholdAt1())
                .isGreaterThan(detector.quality().thresholdAt5());
    }

    @Test
    void tooFewTextsGetTheEncodersOwnLogit() {
        CalibratedDetector robots = new CalibratedDetector(
                LengthWindow.DEFAULT, text -> text.contains("robot") ? 3 : -3, new PlattCalibration(1, 0));
        Encoder general = new LogitEncoder(robots, "robots-1");
        String words = " one two three four five six seven eight";
        List<LabelledFeatures> texts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String text = (i < 6 ? "human" : "robot") + words;
            texts.add(new LabelledFeatures(general.encode(List.of(text)).getFirst(), i >= 6));
        }
        DetectorCalibrated detector = calibration.fit(GENERATION, general, texts);
        assertThat(detector.head()).containsExactly(1.0, 0.0);
        assertThat(detector.temperature()).isEqualTo(1);
        assertThat(detector.quality().auroc()).isEqualTo(1);
        assertThat(detector.usable()).isTrue();
        assertThat(calibration.fit(GENERATION, general, texts.subList(0, 6)).usable())
                .as("one class alone shows nothing")
                .isFalse();
        assertThat(calibration.fit(GENERATION, general, List.of()).usable()).isFalse();
    }
}
