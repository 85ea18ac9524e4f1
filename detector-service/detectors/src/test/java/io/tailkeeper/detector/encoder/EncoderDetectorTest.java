package io.tailkeeper.detector.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.detector.calibration.ClassifierMixture;
import io.tailkeeper.detector.calibration.LinearClassifier;
import io.tailkeeper.detector.ngram.LinearDetector;
import io.tailkeeper.detector.ngram.LinearTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderDetectorTest {

    private static final ClassifierMixture MIXTURE = mixture(-1, 0.0, 0.0, 2.0);

    private static ClassifierMixture mixture(double intercept, Double... weights) {
        return new ClassifierMixture(List.of(new LinearClassifier(List.of(weights), intercept)));
    }

    /** Texts of 100 words; every seventh word of a machine-written one is "robot". */
    private static List<LabelledText> texts() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String[] words = new String[100];
            Arrays.fill(words, "word");
            boolean machine = i % 2 == 1;
            for (int w = i % 7; machine && w < words.length; w += 7) {
                words[w] = "robot";
            }
            texts.add(new LabelledText(String.join(" ", words), machine, "s", Integer.toString(i)));
        }
        return texts;
    }

    private static LinearDetector ngrams() {
        return LinearTraining.seeded(1).fit(texts(), _ -> 0);
    }

    /** The classifiers' part of a detector's logit. */
    private static double ofClassifiers(EncoderDetector detector, String text) {
        return 2 * detector.logit(text) - detector.ngrams().logit(text);
    }

    @Test
    void theLogitIsTheMeanOfTheClassifiersAndTheNgrams() {
        LinearDetector ngrams = ngrams();
        EncoderDetector detector = new EncoderDetector(new FakeEncoder(), MIXTURE, ngrams);
        String text = "robot said robot";
        assertThat(ngrams.logit(text)).isNotZero();
        assertThat(detector.logit(text)).isCloseTo((3 + ngrams.logit(text)) / 2, within(1e-12));
        assertThat(detector.logit("")).isCloseTo((-1 + ngrams.logit("")) / 2, within(1e-12));
        assertThat(detector.logits(List.of("", text))).containsExactly(detector.logit(""), detector.logit(text));
        assertThat(detector.mixture()).isEqualTo(MIXTURE);
        assertThat(detector.encoderVersion()).isEqualTo("fake-1");
    }

    @Test
    void theOddsAreTheSumOfThoseOfTheExperts() {
        LinearDetector ngrams = ngrams();
        ClassifierMixture two = new ClassifierMixture(
                List.of(MIXTURE.experts().getFirst(), new LinearClassifier(List.of(0.0, -1.0, 0.0), 0)));
        EncoderDetector detector =
                new EncoderDetector(new FakeEncoder(), two, LinearDetector.mixture(List.of(ngrams, ngrams)));
        String text = "robot said robot";
        double first = (3 + ngrams.logit(text)) / 2;
        double second = (-3 + ngrams.logit(text)) / 2;
        assertThat(Math.exp(detector.logit(text))).isCloseTo(Math.exp(first) + Math.exp(second), within(1e-9));
    }

    @Test
    void ofALongTextTheMeanOverItsPassagesCounts() {
        EncoderDetector words = new EncoderDetector(new FakeEncoder(), mixture(0, 0.0, 1.0, 0.0), ngrams());
        assertThat(ofClassifiers(words, "one ".repeat(150).strip()))
                .as("one passage")
                .isCloseTo(150, within(1e-9));
        assertThat(ofClassifiers(words, "one ".repeat(151).strip()))
                .as("two passages")
                .isCloseTo(75.5, within(1e-9));
        assertThat(ofClassifiers(words, "one ".repeat(3_000).strip()))
                .as("length alone does not move the logit")
                .isCloseTo(150, within(1e-9));
        EncoderDetector robots = new EncoderDetector(new FakeEncoder(), MIXTURE, ngrams());
        String text = "robot ".repeat(150) + "person ".repeat(149) + "person";
        assertThat(ofClassifiers(robots, text)).as("no word is lost").isCloseTo((299.0 - 1) / 2, within(1e-9));
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new EncoderDetector(new FakeEncoder(), mixture(0, 1.0), ngrams()))
                .hasMessage("the classifier has 1 weights, the encoder gives 3 features");
        LinearDetector two = LinearDetector.mixture(List.of(ngrams(), ngrams()));
        assertThatThrownBy(() -> new EncoderDetector(new FakeEncoder(), MIXTURE, two))
                .hasMessage("the encoder has 1 experts, the n-grams have 2; give equally many");
    }

    @Test
    void trainingFindsTheFeatureThatTellsAndNotTheLength() {
        List<LabelledText> texts = texts();
        List<LabelledText> calibration = texts.subList(0, 20);
        EncoderDetector detector = EncoderTraining.seeded(1)
                .fit(new FakeEncoder(), texts, calibration)
                .detector();
        assertThat(detector.logit("word ".repeat(50) + "robot ".repeat(50))).isPositive();
        assertThat(detector.logit("word ".repeat(99) + "word")).isNegative();
        assertThat(detector.logit("word ".repeat(24) + "word"))
                .as("a short one")
                .isNegative();
        assertThat(EncoderTraining.seeded(1)
                        .fit(new FakeEncoder(), texts, calibration)
                        .detector()
                        .mixture())
                .isEqualTo(detector.mixture());
    }
}
