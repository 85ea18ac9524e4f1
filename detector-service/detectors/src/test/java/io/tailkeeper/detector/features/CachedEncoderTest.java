package io.tailkeeper.detector.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.detector.Encoder;
import io.tailkeeper.detector.FakeEncoder;
import io.tailkeeper.detector.calibration.CalibratedDetector;
import io.tailkeeper.detector.calibration.PlattCalibration;
import io.tailkeeper.detector.text.LengthWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachedEncoderTest {

    private final FakeEncoder encoder = new FakeEncoder();

    /** A store in memory, which forgets when it is told to. */
    private static final class Memory implements CachedEncoder.Store {

        private final Map<String, float[]> known = new HashMap<>();

        @Override
        public Map<String, float[]> find(List<String> keys) {
            Map<String, float[]> found = new HashMap<>(known);
            found.keySet().retainAll(keys);
            return found;
        }

        @Override
        public void add(Map<String, float[]> features) {
            known.putAll(features);
        }
    }

    @Test
    void encodesATextOnceWhoeverAsks() {
        Memory memory = new Memory();
        List<String> texts = List.of("a robot", "a human being", "a robot");
        List<float[]> expected = new FakeEncoder().encode(texts);
        assertThat(new CachedEncoder(encoder, memory).encode(texts)).containsExactlyElementsOf(expected);
        assertThat(encoder.encoded()).as("equal texts of one call").isEqualTo(2);
        assertThat(new CachedEncoder(encoder, memory).encode(texts)).containsExactlyElementsOf(expected);
        assertThat(encoder.encoded()).as("another instance").isEqualTo(2);
    }

    @Test
    void whatTheStoreForgotIsEncodedAgain() {
        Memory memory = new Memory();
        CachedEncoder cached = new CachedEncoder(encoder, memory);
        List<float[]> first = cached.encode(List.of("one", "two words"));
        memory.known.clear();
        assertThat(cached.encode(List.of("one", "two words"))).containsExactlyElementsOf(first);
        assertThat(encoder.encoded()).isEqualTo(4);
    }

    @Test
    void anotherVersionOrAnotherSizeIsAnotherText() {
        Memory memory = new Memory();
        new CachedEncoder(encoder, memory).encode(List.of("a robot"));
        Encoder other = new LogitEncoder(
                new CalibratedDetector(LengthWindow.DEFAULT, text -> 1, new PlattCalibration(1, 0)), "other");
        assertThat(new CachedEncoder(other, memory).encode(List.of("a robot")).getFirst())
                .hasSize(2);
        memory.known.replaceAll((key, features) -> new float[] {1});
        assertThat(new CachedEncoder(encoder, memory).encode(List.of("a robot")).getFirst())
                .as("a damaged entry")
                .containsExactly(encoder.encode(List.of("a robot")).getFirst());
    }

    @Test
    void whatACallerDoesToItsFeaturesHurtsNobody() {
        CachedEncoder cached = new CachedEncoder(encoder, new Memory());
        cached.encode(List.of("a robot")).getFirst()[0] = 99;
        assertThat(cached.encode(List.of("a robot")).getFirst()[0]).isEqualTo(7);
    }
}
