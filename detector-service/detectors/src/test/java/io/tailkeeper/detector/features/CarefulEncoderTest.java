package io.tailkeeper.detector.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.DetectorException;
import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.EncoderAwayException;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.FragileEncoder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarefulEncoderTest {

    private static final List<String> TEXTS = List.of("a robot", "it throws", "a human", "not a number", "too deep");

    @Test
    void aTextOnWhichTheModelFailsCostsNothingButItself() {
        List<CarefulEncoder.Encoded> encoded = new CarefulEncoder(new FragileEncoder()).encode(TEXTS);

        assertThat(encoded)
                .extracting(CarefulEncoder.Encoded::failure)
                .containsExactly(
                        null,
                        "java.lang.IllegalStateException: cannot encode it throws",
                        null,
                        "a feature is no finite number",
                        "java.lang.StackOverflowError");
        assertThat(encoded.get(2).features())
                .containsExactly(new FakeEncoder().encode(List.of("a human")).getFirst());
    }

    @Test
    void aModelThatFailsOnAPlainTextIsBrokenAndNoTextIsBlamed() {
        for (String word : List.of("the", "it throws", "too deep", "not a number")) {
            FragileEncoder broken = new FragileEncoder();
            broken.failsOn("brown fox");
            assertThatThrownBy(() -> new CarefulEncoder(broken).encode(List.of(word, "brown fox")))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatAModelSaysIsToldInAFewWords() {
        String text = "it throws \uD800\u0000" + "x".repeat(100_000);
        String failure = new CarefulEncoder(new FragileEncoder())
                .encode(List.of(text))
                .getFirst()
                .failure();
        assertThat(failure).hasSize(300).contains("cannot encode it throws   xxx");
    }

    @Test
    void aDetectorThatCannotJudgeSaysSoForAllTexts() {
        Encoder damaged = new FragileEncoder() {
            @Override
            public List<float[]> encode(List<String> texts) {
                throw new DetectorException("its checkpoint is damaged");
            }
        };
        assertThatThrownBy(() -> new CarefulEncoder(damaged).encode(TEXTS)).isInstanceOf(DetectorException.class);
    }

    @Test
    void aTextIsNotBlamedForWhatIsAwayForAMoment() {
        FragileEncoder away = new FragileEncoder() {
            private int asked;

            @Override
            public List<float[]> encode(List<String> texts) {
                if (asked++ < 2) {
                    throw new EncoderAwayException("the store does not answer", new IllegalStateException());
                }
                return super.encode(texts);
            }
        };

        assertThatThrownBy(() -> new CarefulEncoder(away).encode(TEXTS)).isInstanceOf(EncoderAwayException.class);
        assertThatThrownBy(() -> new CarefulEncoder(away).encode(TEXTS)).isInstanceOf(EncoderAwayException.class);
        assertThat(new CarefulEncoder(away)
                        .encode(List.of("a robot"))
                        .getFirst()
                        .failure())
                .isNull();
    }

    @Test
    void whatIsNoFiniteNumberIsRememberedByNobody() {
        FragileEncoder encoder = new FragileEncoder();
        Encoder remembering = new RememberingEncoder(encoder, 10);
        remembering.encode(List.of("not a number", "a robot"));
        encoder.heal();
        float[] features = remembering.encode(List.of("not a number")).getFirst();
        assertThat(Arrays.toString(features)).doesNotContain("NaN");
    }
}
