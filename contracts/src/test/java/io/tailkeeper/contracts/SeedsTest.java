package io.tailkeeper.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedsTest {

    /** The expected values are those of {@code printf '7:1:40:decoding' | sha256sum | cut -c1-16}. */
    @Test
    void aSeedIsTheBeginningOfTheDigest() {
        assertThat(Seeds.of(7, "1:40", "decoding")).isEqualTo(0x3c3e4698762eafecL);
        assertThat(Seeds.of(42, "model", "initial-weights")).isEqualTo(0x552fb205a9db4390L);
        assertThat(Seeds.of(42, "generation-3", "order-of-pass-0")).isEqualTo(0xaca394ff1605d8c5L);
        assertThat(Seeds.of(-1, "crawl/ü", "selection-copy-0")).isEqualTo(0xaf1eeb7b4bf99c23L);
        assertThat(Seeds.of(Long.MAX_VALUE, "1:0", "decoding")).isEqualTo(0x410f151a753af75dL);
    }

    @Test
    void seedsNamesAndPurposesAreIndependent() {
        assertThat(Seeds.of(7, "1:40", "decoding"))
                .isNotEqualTo(Seeds.of(7, "1:40", "decoding-2"))
                .isNotEqualTo(Seeds.of(7, "1:41", "decoding"))
                .isNotEqualTo(Seeds.of(8, "1:40", "decoding"));
    }

    /** Else "1" with purpose "40:decoding" and "1:40" with purpose "decoding" would share their numbers. */
    @Test
    void aPurposeWithAColonIsRefused() {
        assertThatThrownBy(() -> Seeds.of(7, "1", "40:decoding"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40:decoding")
                .hasMessageContaining("without one");
    }

    @Test
    void uniformIsTheDigestsUpper53Bits() {
        assertThat(Seeds.uniform(0, "17", "partition")).isEqualTo(0.18481084114507118);
    }

    @Test
    void uniformFillsTheUnitInterval() {
        double sum = 0;
        for (int i = 0; i < 1_000; i++) {
            double drawn = Seeds.uniform(7, Integer.toString(i), "test");
            assertThat(drawn).isBetween(0.0, Math.nextDown(1.0));
            sum += drawn;
        }
        assertThat(sum / 1_000).isBetween(0.46, 0.54);
    }

    @Test
    void aNameIsTheSampleIdWithoutItsRun() {
        assertThat(Seeds.nameWithoutRun("run:1:5", "run")).isEqualTo("1:5");
        assertThat(Seeds.nameWithoutRun("crawl/5", "run")).isEqualTo("crawl/5");
        assertThat(Seeds.nameWithoutRun("running:1:5", "run")).isEqualTo("running:1:5");
    }
}
