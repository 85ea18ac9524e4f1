package io.tailkeeper.detector.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.GenerationEncoders;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.run.RunDetector;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LogitEncoderTest {

    private static final LengthWindow WINDOW = new LengthWindow(2, 64, LengthWindow.Side.HEAD, 0.5);

    @Test
    void givesTheCalibratedLogitAndSaysWhichTextsAreTooShort() {
        CalibratedDetector detector =
                new CalibratedDetector(WINDOW, text -> text.length(), new PlattCalibration(0.5, -1));
        LogitEncoder encoder = new LogitEncoder(detector, "v");
        List<float[]> features = encoder.encode(List.of("  two\nwords ", "one", "three words here"));
        assertThat(features.get(0)).containsExactly(0.5f * 9 - 1, 0);
        assertThat(features.get(1)).containsExactly(0, 1);
        assertThat(features.get(2)).containsExactly(0.5f * 16 - 1, 0);
        assertThat(encoder.dimension()).isEqualTo(2);
        assertThat(encoder.calibratedLogit()).hasValue(0);
    }

    @Test
    void aGeneralDetectorAddsWhatItSays() {
        LogitEncoder general = new LogitEncoder(
                new CalibratedDetector(WINDOW, text -> text.contains("robot") ? 2 : -2, new PlattCalibration(3, 1)),
                "v");
        GeneralLogitEncoder encoder = new GeneralLogitEncoder(new FakeEncoder(), general);
        List<float[]> features = encoder.encode(List.of("a robot", "human"));
        assertThat(features.get(0)).containsExactly(7, 2, 1, 3 * 2 + 1, 0);
        assertThat(features.get(1)).containsExactly(5, 1, 0, 0, 1);
        assertThat(encoder.calibratedLogit()).hasValue(3);
        assertThat(encoder.dimension()).isEqualTo(5);
        assertThat(encoder.version()).contains("fake-1", "v");
    }

    @Test
    void anIdIsAWordOfLowerCaseLetters() {
        GenerationEncoders encoders = GenerationEncoders.always(new FakeEncoder(), () -> {});
        assertThat(new RunDetector("my-detector-2", encoders, WINDOW).id()).isEqualTo("my-detector-2");
        for (String wrong : List.of("", "My", "a b", "-a", "a".repeat(41), "a/b")) {
            assertThatThrownBy(() -> new RunDetector(wrong, encoders, WINDOW))
                    .as(wrong.toUpperCase(Locale.ROOT))
                    .hasMessageContaining("use 1 to 40 lower-case letters, digits and dashes");
        }
    }
}
