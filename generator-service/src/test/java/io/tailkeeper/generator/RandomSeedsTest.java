package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomSeedsTest {

    @Test
    void seedIsTheBeginningOfTheDigest() {
        // printf '7:1:40:decoding' | sha256sum | cut -c1-16
        assertThat(RandomSeeds.of(7, "1:40", "decoding")).isEqualTo(0x3c3e4698762eafecL);
    }

    @Test
    void purposesAndNamesAreIndependent() {
        assertThat(RandomSeeds.of(7, "1:40", "decoding"))
                .isNotEqualTo(RandomSeeds.of(7, "1:40", "decoding-2"))
                .isNotEqualTo(RandomSeeds.of(7, "1:41", "decoding"))
                .isNotEqualTo(RandomSeeds.of(8, "1:40", "decoding"));
    }

    @Test
    void uniformFillsTheUnitInterval() {
        double sum = 0;
        for (int i = 0; i < 1_000; i++) {
            double drawn = RandomSeeds.uniform(7, Integer.toString(i), "test");
            assertThat(drawn).isBetween(0.0, Math.nextDown(1.0));
            sum += drawn;
        }
        assertThat(sum / 1_000).isBetween(0.46, 0.54);
    }
}
