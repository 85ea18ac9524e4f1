package io.tailkeeper.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistinctIdsTest {

    private static String member(String id) {
        return DistinctIds.member("run:1:", 100, id);
    }

    @Test
    void anIndexInsideThePoolIsABit() {
        assertThat(member("run:1:0")).isEqualTo("0");
        assertThat(member("run:1:99")).isEqualTo("99");
    }

    @Test
    void allOtherIdsAreHashes() {
        assertThat(Stream.of(
                                "run:1:00",
                                "run:1:+0",
                                "run:1:",
                                "run:2:0",
                                "run:1:100",
                                "run:1:99999999",
                                "run:1:999999999999",
                                "run:1:099",
                                "run:1:9x",
                                "crawl/2026/page")
                        .map(DistinctIdsTest::member))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allSatisfy(member -> assertThat(member).startsWith("x"));
    }

    @Test
    void manyHashesDoNotFallTogether() {
        assertThat(IntStream.range(0, 100_000).mapToObj(number -> member("foreign-" + number)))
                .doesNotHaveDuplicates();
    }
}
