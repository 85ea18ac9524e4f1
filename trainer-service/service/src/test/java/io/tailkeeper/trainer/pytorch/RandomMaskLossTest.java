package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which targets a random mask leaves, and how many. */
class RandomMaskLossTest {

    private static final float[] PROBABILITIES = {0.95f, 0.1f, 0.99f, 0.2f, 0.97f, 0.3f};
    private static final boolean[] CARRIES_LOSS = {true, true, true, true, false, true};

    private NDManager manager;
    private NDArray logProbabilities;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        logProbabilities = manager.create(PROBABILITIES).log();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private List<Integer> masked(RandomMaskLoss loss, int step) {
        loss.beginStep(step, 0);
        loss.beginPart(CARRIES_LOSS);
        return masked(loss);
    }

    private List<Integer> masked(RandomMaskLoss loss) {
        float[] kept = loss.kept(logProbabilities).orElseThrow().toFloatArray();
        float[] losses = loss.losses(logProbabilities).toFloatArray();
        List<Integer> masked = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            assertThat((double) losses[i]).isCloseTo(kept[i] == 0 ? 0 : -Math.log(PROBABILITIES[i]), within(1e-6));
            if (kept[i] == 0) {
                masked.add(i);
            }
        }
        return masked;
    }

    @Test
    void masksAsManyAsAreAboveTheThresholdOfThoseThatCarryLoss() {
        for (int step = 0; step < 50; step++) {
            assertThat(masked(new RandomMaskLoss(0.9, 1), step))
                    .as("0.97 carries no loss")
                    .hasSize(2)
                    .doesNotContain(4);
            assertThat(masked(new RandomMaskLoss(0.96, 1), step)).hasSize(1);
            assertThat(masked(new RandomMaskLoss(1, 1), step)).isEmpty();
            assertThat(masked(new RandomMaskLoss(0, 1), step)).containsExactly(0, 1, 2, 3, 5);
        }
    }

    @Test
    void everyTargetThatCarriesLossIsMaskedEquallyOften() {
        int[] counts = new int[6];
        int steps = 3_000;
        RandomMaskLoss loss = new RandomMaskLoss(0.9, 7);
        for (int step = 0; step < steps; step++) {
            masked(loss, step).forEach(target -> counts[target]++);
        }
        for (int target : new int[] {0, 1, 2, 3, 5}) {
            assertThat(counts[target] / (double) steps)
                    .as("2 of 5; standard error 0.009")
                    .isCloseTo(0.4, within(0.04));
        }
    }

    @Test
    void theDrawFollowsFromSeedStepAndPartAlone() {
        RandomMaskLoss loss = new RandomMaskLoss(0.9, 1);
        List<Integer> first = masked(loss, 3);
        assertThat(masked(loss, 3)).isEqualTo(first);
        assertThat(masked(new RandomMaskLoss(0.9, 1), 3)).isEqualTo(first);
        Set<List<Integer>> steps = new HashSet<>();
        Set<List<Integer>> seeds = new HashSet<>();
        Set<List<Integer>> parts = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            steps.add(masked(loss, i));
            seeds.add(masked(new RandomMaskLoss(0.9, i), 0));
        }
        loss.beginStep(0, 0);
        for (int i = 0; i < 20; i++) {
            loss.beginPart(CARRIES_LOSS);
            parts.add(masked(loss));
        }
        assertThat(List.of(steps, seeds, parts)).hasSize(3).allSatisfy(draws -> assertThat(draws)
                .hasSizeGreaterThan(4));
    }
}
