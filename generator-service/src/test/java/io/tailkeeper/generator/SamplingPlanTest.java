package io.tailkeeper.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.specification.DataPolicy;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.net.URI;
import java.util.List;
import org.assertj.core.groups.Tuple;
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

    private static final CheckpointReference SECOND =
            new CheckpointReference(URI.create("file:///checkpoints/1.safetensors"), "cd".repeat(32), 1);

    @Test
    void keptTextIsWrittenByTheModelThatWroteIt() {
        RunRequested keeping = Fixtures.run("kept", null, Fixtures.specification(Fixtures.KEPT));

        assertThat(SamplingPlan.trained(Fixtures.trained(keeping, 1, SECOND, List.of(Fixtures.CHECKPOINT))))
                .filteredOn(task -> task.part() != Part.CALIBRATION)
                .extracting(SamplingTask::taskId, SamplingTask::count, SamplingTask::checkpoint)
                .containsExactly(
                        tuple("kept:2:human:0", 256, null),
                        tuple("kept:2:human:256", 124, null),
                        tuple("kept:2:synthetic:380", 64, Fixtures.CHECKPOINT),
                        tuple("kept:2:synthetic:444", 6, Fixtures.CHECKPOINT),
                        tuple("kept:2:synthetic:450", 64, SECOND),
                        tuple("kept:2:synthetic:514", 6, SECOND));
    }

    @Test
    void keptTextNeedsATrainerThatSaysWhoWroteIt() {
        RunRequested keeping = Fixtures.run("kept", null, Fixtures.specification(Fixtures.KEPT));

        assertThatThrownBy(() -> SamplingPlan.trained(Fixtures.trained(keeping, 1, SECOND)))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("Run a trainer of this release");
    }

    private static final CheckpointReference THIRD =
            new CheckpointReference(URI.create("file:///checkpoints/2.safetensors"), "ef".repeat(32), 2);

    @Test
    void theLastModelsWriteEqualParts() {
        RunRequested together = Fixtures.run("many", null, Fixtures.together(DataPolicy.REPLACE, 3));

        assertThat(written(SamplingPlan.trained(Fixtures.trained(together, 0, Fixtures.CHECKPOINT, List.of()))))
                .as("one model is all there is")
                .containsExactly(
                        tuple("many:1:synthetic:40", 64, Fixtures.CHECKPOINT),
                        tuple("many:1:synthetic:104", 6, Fixtures.CHECKPOINT));
        assertThat(written(SamplingPlan.trained(Fixtures.trained(together, 1, SECOND, List.of(Fixtures.CHECKPOINT)))))
                .as("70 by two")
                .containsExactly(
                        tuple("many:2:synthetic:40", 35, Fixtures.CHECKPOINT),
                        tuple("many:2:synthetic:75", 35, SECOND));
    }

    @Test
    void textOfSeveralModelsThatIsKeptIsInTheBatchesItWasWrittenIn() {
        RunRequested kept = Fixtures.run("kept", null, Fixtures.together(DataPolicy.ACCUMULATE, 2));

        assertThat(written(
                        SamplingPlan.trained(Fixtures.trained(kept, 2, THIRD, List.of(Fixtures.CHECKPOINT, SECOND)))))
                .containsExactly(
                        tuple("kept:3:synthetic:420", 64, Fixtures.CHECKPOINT),
                        tuple("kept:3:synthetic:484", 6, Fixtures.CHECKPOINT),
                        tuple("kept:3:synthetic:490", 35, Fixtures.CHECKPOINT),
                        tuple("kept:3:synthetic:525", 35, SECOND),
                        tuple("kept:3:synthetic:560", 35, SECOND),
                        tuple("kept:3:synthetic:595", 35, THIRD));
    }

    @Test
    void theLastModelEditsTheHumanTextOfLaterGenerations() {
        RunRequested edited = Fixtures.run("edit", null, Fixtures.edited(null));

        assertThat(SamplingPlan.requested(edited))
                .extracting(SamplingTask::checkpoint)
                .as("there is no model yet")
                .containsOnlyNulls();
        assertThat(SamplingPlan.trained(Fixtures.trained(edited, 1, SECOND)))
                .filteredOn(task -> task.part() == Part.HUMAN)
                .extracting(SamplingTask::taskId, SamplingTask::count, SamplingTask::checkpoint)
                .containsExactly(tuple("edit:2:human:0", 40, SECOND));
    }

    private static List<Tuple> written(List<SamplingTask> tasks) {
        return tasks.stream()
                .filter(task -> task.part() == Part.SYNTHETIC)
                .map(task -> tuple(task.taskId(), task.count(), task.checkpoint()))
                .toList();
    }

    @Test
    void aDrawFromKeptTextHasTheSizeOfAReplacedPoolAndAnotherSetEachGeneration() {
        DataSpecification drawn = Specifications.with(Fixtures.KEPT, "policy", DataPolicy.ACCUMULATE_SUBSAMPLE);
        RunRequested run = Fixtures.run("drawn", null, Fixtures.specification(drawn));

        List<SamplingTask> tasks =
                SamplingPlan.trained(Fixtures.trained(run, 1, SECOND, List.of(Fixtures.CHECKPOINT))).stream()
                        .filter(task -> task.part() != Part.CALIBRATION)
                        .toList();

        assertThat(tasks.stream().mapToInt(SamplingTask::count).sum()).isEqualTo(110);
        int[] human = TaskRange.blocks(tasks.getFirst());
        assertThat(human).as("380 of 520").hasSize(80).isSorted().doesNotHaveDuplicates();
        assertThat(human[79]).isLessThan(380);
        assertThat(human[79] - human[0]).as("spread over all").isGreaterThan(300);
        int[] synthetic = TaskRange.synthetic(run, 2);
        assertThat(synthetic).hasSize(30).isSorted().doesNotHaveDuplicates();
        for (SamplingTask task : tasks) {
            for (int block : task.part() == Part.SYNTHETIC ? TaskRange.blocks(task) : new int[0]) {
                assertThat(block / 70).isEqualTo(task.writer().generation());
            }
        }
    }

    @Test
    void theTextOfAPretrainedModelComesNeverBack() {
        RunRequested anew =
                Fixtures.run("anew", null, Fixtures.specification(withoutBase(DataPolicy.REWRITE_AND_GROW)));
        List<SamplingTask> first = pooled(SamplingPlan.trained(Fixtures.trained(anew, 0, Fixtures.CHECKPOINT)));
        assertThat(first).extracting(SamplingTask::taskId).containsExactly("anew:1:human:0");
        assertThat(TaskRange.blocks(first.getFirst()))
                .hasSize(40)
                .startsWith(300)
                .endsWith(339);

        List<SamplingTask> second = pooled(SamplingPlan.trained(Fixtures.trained(anew, 1, SECOND)));
        assertThat(second)
                .extracting(SamplingTask::taskId, SamplingTask::count)
                .containsExactly(tuple("anew:2:human:0", 40), tuple("anew:2:synthetic:40", 40));
        assertThat(TaskRange.blocks(second.getFirst())).startsWith(340).endsWith(379);
        assertThat(TaskRange.blocks(second.getLast()))
                .as("those of generation 1")
                .startsWith(300)
                .endsWith(339);

        RunRequested kept = Fixtures.run("kept", null, Fixtures.specification(withoutBase(DataPolicy.ACCUMULATE)));
        SamplingTask human = pooled(
                        SamplingPlan.trained(Fixtures.trained(kept, 1, SECOND, List.of(Fixtures.CHECKPOINT))))
                .getFirst();
        assertThat(TaskRange.blocks(human)).hasSize(80).startsWith(300).endsWith(379);
    }

    @Test
    void aForeignModelWritesWhatIsKeptTooAndEachTextIsAsOldAsItWouldBe() {
        RunRequested kept = Fixtures.run("kept", null, Fixtures.specification(Fixtures.KEPT));
        GenerationTrained trained = Fixtures.trained(kept, 1, SECOND, List.of(Fixtures.CHECKPOINT));
        CheckpointReference foreign =
                new CheckpointReference(URI.create("file:///other.safetensors"), "f".repeat(64), 1);

        List<SamplingTask> own = SamplingPlan.trained(trained);
        List<SamplingTask> others = SamplingPlan.trained(trained, foreign);

        assertThat(others)
                .extracting(SamplingTask::taskId)
                .isEqualTo(own.stream().map(SamplingTask::taskId).toList());
        assertThat(others)
                .filteredOn(task -> task.part() == Part.SYNTHETIC)
                .hasSizeGreaterThan(1)
                .allSatisfy(task -> assertThat(task.writer().uri()).isEqualTo(foreign.uri()));
        assertThat(others)
                .filteredOn(task -> task.part() == Part.SYNTHETIC)
                .extracting(task -> task.writer().generation())
                .isEqualTo(own.stream()
                        .filter(task -> task.part() == Part.SYNTHETIC)
                        .map(task -> task.writer().generation())
                        .toList())
                .contains(0, 1);
        assertThat(others)
                .filteredOn(task -> task.part() == Part.CALIBRATION)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.writer()).isEqualTo(SECOND));
    }

    private static List<SamplingTask> pooled(List<SamplingTask> tasks) {
        return tasks.stream().filter(task -> task.part() != Part.CALIBRATION).toList();
    }

    private static DataSpecification withoutBase(DataPolicy policy) {
        DataSpecification base = policy == DataPolicy.ACCUMULATE ? Fixtures.KEPT : Fixtures.REWRITTEN;
        return Specifications.with(base, "keepBase", false);
    }

    @Test
    void lastGenerationIsFollowedByItsCalibrationPartAlone() {
        List<SamplingTask> tasks = SamplingPlan.trained(Fixtures.trained(run, 2, Fixtures.CHECKPOINT));

        assertThat(tasks).extracting(SamplingTask::part).containsOnly(Part.CALIBRATION);
        assertThat(tasks).extracting(SamplingTask::generation).containsOnly(3);
    }
}
