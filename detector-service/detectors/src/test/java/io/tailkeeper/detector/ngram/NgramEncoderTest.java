package io.tailkeeper.detector.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NgramEncoderTest {

    private final NgramEncoder encoder = new NgramEncoder();

    private static double cosine(float[] one, float[] other) {
        double dot = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            dot += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        return dot / Math.sqrt(ones * others);
    }

    @Test
    void likeTextsAreNearAndOthersFar() {
        List<float[]> features = encoder.encode(List.of(
                "the quick brown fox jumps over the lazy dog",
                "the quick brown fox jumped over the lazy dogs",
                "completely different wording about municipal finance"));
        assertThat(cosine(features.get(0), features.get(1))).isGreaterThan(0.7);
        assertThat(cosine(features.get(0), features.get(2))).isCloseTo(0, within(0.15));
    }

    @Test
    void theFormOfTheTextIsNotSeenNorItsNeighbours() {
        List<float[]> both = encoder.encode(List.of("\u201Ctwo  words\u201D\n", "\"two words\""));
        assertThat(both.get(0)).containsExactly(both.get(1));
        assertThat(encoder.encode(List.of("\"two words\"")).getFirst()).containsExactly(both.get(1));
        assertThat(encoder.encode(List.of("")).getFirst()).containsOnly(0);
    }

    @Test
    void textsOfRandomLengthHaveFiniteFeatures() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            text.append((char) (random.nextInt(3) == 0 ? ' ' : 'a' + random.nextInt(26)));
        }
        float[] features = encoder.encode(List.of(text.toString())).getFirst();
        assertThat(features).hasSize(encoder.dimension());
        for (float feature : features) {
            assertThat(feature).isFinite();
        }
    }
}
