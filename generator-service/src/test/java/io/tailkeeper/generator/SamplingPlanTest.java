package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {

    private final RunRequested run = Fixtures.run("base");

    @Test
    void runThatTrainsItsOwnGenerationZeroGetsHeldOutPartsAndHumanDocuments() {
        assertThat(SamplingPlan.requested(run))
                .extracting(SamplingTask::taskId, SamplingTask::count, SamplingTask::checkpoint)
                .containsExactly(
                        tuple("base:0:test:0", 16, null),
                        tuple("base:0:validation:0", 8, null),
                        tuple("base:0:human:0", 256, null),
                        tuple("base:0:human:256", 44, null));
    }

    @Test
    void runThatAdoptsGenerationZeroGetsNothingYet() {
        assertThat(SamplingPlan.requested(Fixtures.run("arm", "base", Fixtures.specification(Fixtures.DATA))))
                .isEmpty();
    }

    @Test
    void trainedGenerationIsFollowedByItsCalibrationPartAndThenTheNextPool() {
        assertThat(SamplingPlan.trained(Fixtures.trained(run, 1, Fixtures.CHECKPOINT)))
                .extracting(SamplingTask::taskId, SamplingTask::count, SamplingTask::checkpoint)
                .containsExactly(
                        tuple("base:2:calibration:0", 64, Fixtures.CHECKPOINT),
                        tuple("base:2:calibration:64", 6, Fixtures.CHECKPOINT),
                        tuple("base:2:human:0", 40, null),
                        tuple("base:2:synthetic:40", 64, Fixtures.CHECKPOINT),
                        tuple("base:2:synthetic:104", 6, Fixtures.CHECKPOINT));
    }

    @Test
    void everythingLearnedSoFarIsWrittenAnewWhereTheRunAsksForIt() {
        RunRequested rewriting = Fixtures.run("again", null, Fixtures.specification(Fixtures.REWRITTEN));

        assertThat(SamplingPlan.trained(Fixtures.trained(rewriting, 1, Fixtures.CHECKPOINT)))
                .filteredOn(task -> task.part() != Part.CALIBRATION)
                .extracting(SamplingTask::taskId, SamplingTask::count)
                .containsExactly(
                        tuple("again:2:human:0", 40),
                        tuple("again:2:synthetic:40", 64),
                        tuple("again:2:synthetic:104", 64),
                        tuple("again:2:synthetic:168", 64),
                        tuple("again:2:synthetic:232", 64),
                        tuple("again:2:synthetic:296", 64),
                        tuple("again:2:synthetic:360", 20));
    }

    @Test
    void lastGenerationIsFollowedByItsCalibrationPartAlone() {
        List<SamplingTask> tasks = SamplingPlan.trained(Fixtures.trained(run, 2, Fixtures.CHECKPOINT));

        assertThat(tasks).extracting(SamplingTask::part).containsOnly(Part.CALIBRATION);
        assertThat(tasks).extracting(SamplingTask::generation).containsOnly(3);
    }
}
