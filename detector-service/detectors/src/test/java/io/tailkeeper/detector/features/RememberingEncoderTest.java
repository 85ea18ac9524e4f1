package io.tailkeeper.detector.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberingEncoderTest {

    private final FakeEncoder encoder = new FakeEncoder();

    @Test
    void answersAsTheEncoderWouldAndEncodesEachTextOnce() {
        Encoder remembering = new RememberingEncoder(encoder, 10);
        List<String> texts = List.of("a robot", "a cat", "a robot", "");
        for (int call = 0; call < 3; call++) {
            assertThat(remembering.encode(texts))
                    .usingElementComparator(java.util.Arrays::compare)
                    .containsExactlyElementsOf(new FakeEncoder().encode(texts));
        }
        assertThat(encoder.encoded()).isEqualTo(3);
        assertThat(remembering.version()).isEqualTo(encoder.version());
        assertThat(remembering.dimension()).isEqualTo(encoder.dimension());
    }

    @Test
    void whatACallerChangesIsNotRemembered() {
        Encoder remembering = new RememberingEncoder(encoder, 10);
        remembering.encode(List.of("a cat")).getFirst()[0] = -1;
        assertThat(remembering.encode(List.of("a cat")).getFirst()).containsExactly(5, 2, 0);
    }

    @Test
    void forgetsTheTextsUsedLongestAgo() {
        Encoder remembering = new RememberingEncoder(encoder, 2);
        remembering.encode(List.of("one"));
        remembering.encode(List.of("two"));
        remembering.encode(List.of("one"));
        remembering.encode(List.of("three"));
        assertThat(encoder.encoded()).isEqualTo(3);
        remembering.encode(List.of("one"));
        assertThat(encoder.encoded()).isEqualTo(3);
        remembering.encode(List.of("two"));
        assertThat(encoder.encoded()).isEqualTo(4);
    }

    @Test
    void capacityZeroRemembersNothing() {
        Encoder remembering = new RememberingEncoder(encoder, 0);
        remembering.encode(List.of("one"));
        remembering.encode(List.of("one"));
        assertThat(encoder.encoded()).isEqualTo(2);
        assertThatThrownBy(() -> new RememberingEncoder(encoder, -1)).hasMessageContaining("-1 is out of range");
    }
}
