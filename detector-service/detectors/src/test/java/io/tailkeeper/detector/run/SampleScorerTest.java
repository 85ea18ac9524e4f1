package io.tailkeeper.detector.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.DetectorCalibrated;
import io.tailkeeper.contracts.DetectorQuality;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SampleScored;
import io.tailkeeper.contracts.measures.LogitNoise;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.calibration.RandomLogits;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleScorerTest {

    private static final DetectorQuality QUALITY = new DetectorQuality(100, 0.8, 0.1, 0.2, 0.1, 0.1, 0.9, 0.8, null);
    private static final String WORDS = " is what this says in more than eight words of some length";

    private final SampleScorer scorer = new SampleScorer(
            new RunDetector("encoder", GenerationEncoders.always(new FakeEncoder(), () -> {}), LengthWindow.DEFAULT));

    private static DetectorCalibrated calibrated(String runId, LogitNoise noise) {
        return new DetectorCalibrated(runId, 1, "encoder", "v1", List.of(0.0, 0.0, 4.0), -2, 2, QUALITY, true, noise);
    }

    private SampleScored score(String runId, int place, String text, LogitNoise noise) {
        SampleCollected sample = new SampleCollected(runId + ":1:" + place, runId, 1, "", text, Provenance.HUMAN);
        return scorer.score(List.of(sample), generation -> Optional.of(calibrated(runId, noise)))
                .scored()
                .get(0);
    }

    /** Four logits a robot, less two, divided by two: one robot is a probability of sigmoid(1) = 0.7311. */
    @Test
    void theLogitIsThatOfTheHeadAndTheProbabilityThatOfTheTemperature() {
        SampleScored scored = score("run", 0, "robot" + WORDS, null);
        assertThat(scored.logit()).isEqualTo(2);
        assertThat(scored.syntheticProbability()).isEqualTo(0.7310585786300049);
    }

    @Test
    void noiseIsAddedBeforeTheTemperatureAndIsTheSameInAnyRunOfTheSeed() {
        LogitNoise noise = new LogitNoise(3, 42);
        SampleScored scored = score("run", 7, "robot" + WORDS, noise);
        assertThat(scored.logit()).isEqualTo(2 + RandomLogits.of(noise, "1:7")).isNotEqualTo(2);
        assertThat(scored.syntheticProbability()).isEqualTo(1 / (1 + Math.exp(-scored.logit() / 2)));
        assertThat(score("other", 7, "robot" + WORDS, noise).logit()).isEqualTo(scored.logit());
        assertThat(score("run", 8, "robot" + WORDS, noise).logit()).isNotEqualTo(scored.logit());
    }
}
