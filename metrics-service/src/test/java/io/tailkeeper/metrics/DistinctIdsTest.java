package io.tailkeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctIdsTest {

    private final DistinctIds ids = new DistinctIds("run:1:");

    @Test
    void countsAnIdOnce() {
        assertThat(ids.add("run:1:7")).isTrue();
        assertThat(ids.add("run:1:7")).isFalse();
        assertThat(ids.add("crawl/2026/page")).isTrue();
        assertThat(ids.add("crawl/2026/page")).isFalse();
        assertThat(ids.size()).isEqualTo(2);
    }

    @Test
    void tellsIdsApartThatOnlyLookLikeIndexes() {
        for (String id : new String[] {
            "run:1:0",
            "run:1:00",
            "run:1:+0",
            "run:1:",
            "run:2:0",
            "run:1:99999999",
            "run:1:099",
            "run:1:99",
            "run:1:9x"
        }) {
            assertThat(ids.add(id)).as(id).isTrue();
        }
        assertThat(ids.size()).isEqualTo(9);
    }

    @Test
    void holdsManyForeignIds() {
        for (int i = 0; i < 100_000; i++) {
            ids.add("foreign-" + i);
            ids.add("foreign-" + i / 2);
        }
        assertThat(ids.size()).isEqualTo(100_000);
    }

    @Test
    void saysHowManyOfItsOwnAnotherSetLacks() {
        DistinctIds other = new DistinctIds("run:1:");
        ids.add("run:1:1");
        ids.add("run:1:2");
        ids.add("foreign-1");
        ids.add("foreign-2");
        other.add("run:1:2");
        other.add("run:1:3");
        other.add("foreign-2");

        assertThat(ids.missingIn(other)).isEqualTo(2);
        assertThat(other.missingIn(ids)).isEqualTo(1);
    }
}
