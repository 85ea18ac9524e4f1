package io.tailkeeper.detector.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenedEncoderTest {

    private static final LengthWindow WINDOW = new LengthWindow(1, 16_384, LengthWindow.Side.HEAD, 0.5);

    /** Its logit is the number that a text begins with. */
    private static final Encoder NUMBERS = new LogitEncoder(
            new CalibratedDetector(
                    WINDOW,
                    text -> Double.parseDouble(text.substring(0, text.indexOf(' '))),
                    new PlattCalibration(1, 0)),
            "numbers");

    private final FakeEncoder expensive = new FakeEncoder();
    private final List<String> counted = new ArrayList<>();

    private ScreenedEncoder screened(double sure) {
        return new ScreenedEncoder(NUMBERS, expensive, sure, (passed, all) -> counted.add(passed + " of " + all));
    }

    @Test
    void onlyTextsTheScreenIsNotSureOfAreEncoded() {
        List<float[]> features =
                screened(2).encode(List.of("1.5 robot", "-2 robot", "3 human", "-0.5 human", "1.99 robot robot"));
        assertThat(features.get(0)).containsExactly(1.5f, 1, 9, 2, 1);
        assertThat(features.get(1)).containsExactly(-2, 0, 0, 0, 0);
        assertThat(features.get(2)).containsExactly(3, 0, 0, 0, 0);
        assertThat(features.get(3)).containsExactly(-0.5f, 1, 10, 2, 0);
        assertThat(features.get(4)[1]).isEqualTo(1);
        assertThat(expensive.encoded()).isEqualTo(3);
        assertThat(counted).containsExactly("3 of 5");
    }

    @Test
    void atTheBoundsAllPassOrNone() {
        List<String> texts = List.of("1 a", "-1 b", "0 c");
        assertThat(screened(0).encode(texts)).hasSize(3).allSatisfy(features -> assertThat(features[1])
                .isZero());
        assertThat(screened(Double.POSITIVE_INFINITY).encode(texts))
                .hasSize(3)
                .allSatisfy(features -> assertThat(features[1]).isEqualTo(1));
        assertThat(counted).containsExactly("0 of 3", "3 of 3");
        assertThat(screened(1).version()).isNotEqualTo(screened(2).version());
    }

    @Test
    void theBoundLetsTheStatedShareOfTextsPass() {
        double[] logits =
                IntStream.range(0, 1_000).mapToDouble(i -> (i - 400) / 100.0).toArray();
        for (double share : new double[] {0, 0.1, 0.333, 0.5, 1}) {
            double bound = ScreenedEncoder.boundFor(logits, share);
            long passing = IntStream.range(0, 1_000)
                    .filter(i -> Math.abs(logits[i]) < bound)
                    .count();
            assertThat(passing / 1_000.0).as("%s", share).isBetween(share - 0.0021, share + 0.0021);
        }
        assertThatThrownBy(() -> ScreenedEncoder.boundFor(logits, 1.5))
                .hasMessage("pass-through: 1.5 is out of range; give a share from 0 to 1");
    }

    @Test
    void aScreenNeedsACalibratedLogit() {
        assertThatThrownBy(() -> new ScreenedEncoder(expensive, expensive, 1, (passed, all) -> {}))
                .hasMessage("a screen needs a calibrated logit");
    }
}
