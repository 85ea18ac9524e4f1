package io.tailkeeper.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailkeeper.contracts.testing.fuzz.Fuzz;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileFuzzTest {

    private static final int MODELS = 200;

    @TempDir
    private Path folder;

    @Test
    void changedModelsAreAcceptedOrRefusedAndNothingElse() throws Exception {
        Fuzz.Result result = new ModelFileFuzz(folder, 5).run(MODELS, read -> {});

        assertThat(result.findings()).extracting(Fuzz.Finding::what).isEmpty();
        assertThat(result.records()).isEqualTo(MODELS);
        assertThat(result.accepted()).as("changes that say nothing new").isBetween(10L, MODELS - 50L);
        assertThat(result.refused()).isEqualTo(MODELS - result.accepted());
    }

    @Test
    void equalSeedsChangeTheSame() throws Exception {
        ModelFileFuzz one = new ModelFileFuzz(folder.resolve("one"), 5);
        ModelFileFuzz same = new ModelFileFuzz(folder.resolve("same"), 5);
        for (int index = 0; index < 20; index++) {
            assertThat(same.mutated(index).topic()).isEqualTo(one.mutated(index).topic());
            assertThat(same.mutated(index).body()).isEqualTo(one.mutated(index).body());
        }
    }
}
