package io.tailkeeper.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aGeneralHeadAddsItsLogit() {
        FakeEncoder fake = new FakeEncoder();
        GeneralHeadEncoder encoder =
                new GeneralHeadEncoder(fake, new LinearHead(List.of(0.0, 0.0, 2.0), -1), new PlattCalibration(3, 1));
        assertThat(encoder.encode(List.of("a robot")).getFirst()).containsExactly(7, 2, 1, 3 * (2 - 1) + 1);
        assertThat(encoder.calibratedLogit()).hasValue(3);
        assertThat(encoder.dimension()).isEqualTo(4);
    }

    @Test
    void theVersionNamesEverythingThatDecides() {
        assertThat(List.of(
                        version(List.of(0.0, 0.0, 2.0), -1, 3, 1),
                        version(List.of(0.0, 0.0, 2.5), -1, 3, 1),
                        version(List.of(0.0, 0.0, 2.0), -2, 3, 1),
                        version(List.of(0.0, 0.0, 2.0), -1, 4, 1),
                        version(List.of(0.0, 0.0, 2.0), -1, 3, 2)))
                .doesNotHaveDuplicates();
        assertThat(version(List.of(1.0, 2.0, 3.0), 0, 1, 0)).isEqualTo(version(List.of(1.0, 2.0, 3.0), 0, 1, 0));
    }

    private static String version(List<Double> weights, double intercept, double slope, double shift) {
        return new GeneralHeadEncoder(
                        new FakeEncoder(), new LinearHead(weights, intercept), new PlattCalibration(slope, shift))
                .version();
    }

    @Test
    void aHeadOfAnotherSizeIsRefused() {
        LinearHead head = new LinearHead(List.of(1.0), 0);
        assertThatThrownBy(() -> new GeneralHeadEncoder(new FakeEncoder(), head, new PlattCalibration(1, 0)))
                .hasMessageContaining("1 weights, the encoder 3 features");
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
