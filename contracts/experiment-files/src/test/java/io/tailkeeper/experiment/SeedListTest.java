package io.tailkeeper.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.RunRequested;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedListTest {

    private static Experiment smoke(String seeds) {
        return ExperimentReader.preset("smoke", List.of(new Setting("seeds", seeds)));
    }

    @Test
    void everySeedHasABaseRunThatItsArmsAdopt() {
        List<RunRequested> requests = smoke("42, 43,-1").requests("smoke-1", Instant.EPOCH);

        assertThat(requests)
                .extracting(RunRequested::runId)
                .containsExactly(
                        "smoke-1-s42-base",
                        "smoke-1-s42-baseline",
                        "smoke-1-s42-protected",
                        "smoke-1-s43-base",
                        "smoke-1-s43-baseline",
                        "smoke-1-s43-protected",
                        "smoke-1-s-1-base",
                        "smoke-1-s-1-baseline",
                        "smoke-1-s-1-protected");
        assertThat(requests).extracting(RunRequested::arm).startsWith("base", "baseline", "protected", "base");
        assertThat(requests)
                .extracting(run -> run.specification().seed())
                .containsExactly(42L, 42L, 42L, 43L, 43L, 43L, -1L, -1L, -1L);
        assertThat(requests).extracting(RunRequested::experimentId).containsOnly("smoke-1");
        assertThat(requests.get(4).baseRunId()).isEqualTo("smoke-1-s43-base");
        assertThat(requests.get(8).baseRunId()).isEqualTo("smoke-1-s-1-base");
        assertThat(requests.get(3).specification().generations()).isZero();
        assertThat(requests.get(4).specification().generations()).isEqualTo(2);
    }

    @Test
    void oneSeedLeavesTheIdsOfRunsAsTheyAre() {
        assertThat(smoke("9").requests("smoke-1", Instant.EPOCH))
                .extracting(RunRequested::runId, run -> run.specification().seed())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("smoke-1-base", 9L),
                        org.assertj.core.groups.Tuple.tuple("smoke-1-baseline", 9L),
                        org.assertj.core.groups.Tuple.tuple("smoke-1-protected", 9L));
    }

    @Test
    void aFileMayNameSeedsAndTheCommandLineOthers() {
        String file = "extends: smoke\nname: mine\nseeds: [1, 2]\n";

        assertThat(ExperimentReader.read("f", file, List.of()).seeds()).containsExactly(1L, 2L);
        assertThat(ExperimentReader.read("f", file, List.of(new Setting("seeds", "3,4,5")))
                        .seeds())
                .containsExactly(3L, 4L, 5L);
        assertThat(ExperimentReader.read("f", file, List.of(new Setting("seed", "6")))
                        .seeds())
                .containsExactly(6L);
        assertThat(ExperimentReader.read("f", "extends: smoke\nname: mine\n", List.of())
                        .seeds())
                .containsExactly(7L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            42,43,42             | seed 42 is given twice; equal seeds are the same experiment, so give each once
            42,042               | seed 042 is given twice; equal seeds are the same experiment, so give each once
            42,4.5               | "4.5" is not a whole number; write seeds as 42,43,44
            42,,43               | "" is not a whole number; write seeds as 42,43,44
            42;43                | "42;43" is not a whole number; write seeds as 42,43,44
            1,9223372036854775808 | seed 9223372036854775808 is out of range; allowed is -9223372036854775808 to 9223372036854775807
            """)
    void refusedSeedsAreNamed(String seeds, String message) {
        assertThatThrownBy(() -> smoke(seeds))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("preset smoke: --seeds " + seeds + ": " + message);
    }

    @Test
    void refusedSeedsOfAFileAreNamedToo() {
        assertThatThrownBy(() -> ExperimentReader.read("f", "extends: smoke\nseeds: [1, x]\n", List.of()))
                .hasMessage("f: seeds: \"x\" is not a whole number; write seeds as 42,43,44");
        assertThatThrownBy(() -> ExperimentReader.read("f", "extends: smoke\nseeds: []\n", List.of()))
                .hasMessage("f: seeds is empty; name at least one seed");
        assertThatThrownBy(() -> ExperimentReader.read("f", "extends: smoke\nseeds: {a: 1}\n", List.of()))
                .hasMessage("f: seeds: a group of keys is not a list of whole numbers");
    }

    @Test
    void moreSeedsThanTheLimitAreRefused() {
        String most =
                LongStream.rangeClosed(1, SeedList.MAX).mapToObj(Long::toString).collect(Collectors.joining(","));

        assertThat(smoke(most).seeds()).hasSize(SeedList.MAX);
        assertThatThrownBy(() -> smoke(most + ",0"))
                .hasMessageEndingWith(
                        ": 21 seeds are more than 20, and each trains generation 0 and every arm once more;"
                                + " begin several experiments");
    }

    @Test
    void severalSeedsAndOneExcludeEachOther() {
        for (String key : List.of("seed", "arms.protected.seed")) {
            assertThatThrownBy(() -> ExperimentReader.preset(
                            "smoke", List.of(new Setting(key, "7"), new Setting("seeds", "1,2"))))
                    .hasMessage("preset smoke: --seeds 1,2 and " + key
                            + "=7 exclude each other; give all seeds with --seeds, or one with --seed");
        }
    }

    @Test
    void anIdThatTheContractWouldRefuseIsRefusedBeforeAnythingRuns() {
        Experiment experiment = smoke("1,2");
        int room = 80 - "-s1-protected".length();

        assertThat(experiment.requests("e".repeat(room), Instant.EPOCH)).hasSize(6);
        assertThatThrownBy(() -> experiment.requests("e".repeat(room + 1), Instant.EPOCH))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("its name has 81 characters, and at most 80 are allowed");
    }
}
