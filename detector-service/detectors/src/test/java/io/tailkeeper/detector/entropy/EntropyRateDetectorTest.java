package io.tailkeeper.detector.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailkeeper.detector.LabelledText;
import io.tailkeeper.measures.entropy.EntropyRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntropyRateDetectorTest {

    @Test
    void asAnEncoderItGivesTheDistanceFromOrdinaryTextAndItsSquare() {
        String text = "the cat sat on the mat and the cat sat on the hat";
        double distance = EntropyRate.ofCharacters(text) - 3;
        EntropyRateEncoder encoder = new EntropyRateEncoder();
        assertThat(encoder.encode(List.of(text, "")).getFirst())
                .containsExactly((float) distance, (float) (distance * distance));
        assertThat(encoder.encode(List.of("")).getFirst()).hasSize(encoder.dimension());
    }

    /** 300 characters of an alphabet of the given size. */
    private static LabelledText text(boolean machine, int alphabet, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(300, 0, alphabet).forEach(c -> text.append((char) ('!' + c)));
        return new LabelledText(text.toString(), machine, "drawn", "");
    }

    @Test
    void repetitiveTextsAreOnOneSide() {
        Random random = new Random(1);
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add(text(i % 2 == 0, i % 2 == 0 ? 3 : 6, random));
        }
        EntropyRateDetector detector = EntropyRateDetector.fit(texts, false);
        assertThat(detector.curvature()).isZero();
        assertThat(detector.logit(text(true, 3, random).text())).isPositive();
        assertThat(detector.logit(text(false, 6, random).text())).isNegative();
    }

    @Test
    void bothSidesCanBeSuspicious() {
        Random random = new Random(2);
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            int alphabet = List.of(2, 12, 5).get(i % 3);
            texts.add(text(alphabet != 5, alphabet, random));
        }
        EntropyRateDetector detector = EntropyRateDetector.fit(texts, true);
        assertThat(detector.logit(text(true, 2, random).text())).isPositive();
        assertThat(detector.logit(text(false, 5, random).text())).isNegative();
        assertThat(detector.logit(text(true, 12, random).text())).isPositive();
    }

    @Test
    void theLogitIsAParabolaAroundTheCentre() {
        double rate = EntropyRate.ofCharacters("abab");
        assertThat(new EntropyRateDetector(rate - 2, 3, 5, 7).logit("abab")).isCloseTo(7 + 6 + 20, within(1e-9));
        assertThatThrownBy(() -> new EntropyRateDetector(1, Double.NaN, 0, 0)).hasMessageContaining("slope NaN");
    }
}
