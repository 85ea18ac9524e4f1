package io.tailkeeper.generator;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.Seeds;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which samples a run has, and the block of the corpus each begins from. */
final class TaskRange {

    private TaskRange() {}

    /** Refuses a task for samples that its run does not have. */
    static void check(SamplingTask task) {
        RunSpecification run = task.run().specification();
        DataSpecification data = run.data();
        int generation = task.generation();
        long first = task.part() == SamplingTask.Part.SYNTHETIC ? data.humanDocuments(generation) : 0;
        boolean known =
                switch (task.part()) {
                    case HUMAN, SYNTHETIC -> generation <= run.generations();
                    case CALIBRATION -> generation >= 1 && generation <= run.generations() + 1;
                    case VALIDATION, TEST -> generation == 0;
                };
        long end =
                switch (task.part()) {
                    case HUMAN -> data.humanDocuments(generation);
                    case SYNTHETIC -> data.pooledDocuments(generation);
                    case CALIBRATION -> data.calibrationDocuments();
                    case VALIDATION -> data.validationDocuments();
                    case TEST -> data.testDocuments();
                };
        if (!known || task.firstIndex() < first || (long) task.firstIndex() + task.count() > end) {
            throw new RejectedMessageException("sampling task " + task.taskId() + " asks for " + task.count()
                    + " samples from index " + task.firstIndex()
                    + (known
                            ? "; by its specification the run has indexes " + first + " to " + (end - 1)
                            : "; by its specification the run has no such part in generation " + generation));
        }
        if (data.asksEarlierModels() && task.part() == SamplingTask.Part.SYNTHETIC) {
            checkWriter(task);
        }
    }

    private static void checkWriter(SamplingTask task) {
        int writer = task.writer().generation();
        for (int block : blocks(task)) {
            int right = task.run().specification().data().place(block).writer();
            if (right != writer) {
                throw new RejectedMessageException("sampling task " + task.taskId() + " has the model of generation "
                        + writer + " write what that of generation " + right + " wrote");
            }
        }
    }

    /** The partition that the text of a task comes from. */
    static Partition partition(SamplingTask task) {
        return switch (task.part()) {
            case HUMAN -> Partition.TRAIN;
            case SYNTHETIC -> task.run().specification().data().rewrites() ? Partition.TRAIN : Partition.PROMPTS;
            case CALIBRATION -> Partition.CALIBRATION;
            case VALIDATION -> Partition.VALIDATION;
            case TEST -> Partition.TEST;
        };
    }

    /**
     * The blocks of the task's samples, (count). Every generation has fresh ones, but for text that is written anew, and for text
     * that the run keeps.
     */
    static int[] blocks(SamplingTask task) {
        DataSpecification data = task.run().specification().data();
        int generation = task.generation();
        int human = data.humanDocuments(generation);
        if (data.accumulates() && generation > 0 && task.part() == SamplingTask.Part.HUMAN) {
            return slice(keptHuman(task.run(), generation), task.firstIndex(), task.count());
        }
        if (data.asksEarlierModels() && task.part() == SamplingTask.Part.SYNTHETIC) {
            return slice(synthetic(task.run(), generation), task.firstIndex() - human, task.count());
        }
        int before =
                switch (task.part()) {
                    case HUMAN -> generation == 0 ? 0 : data.allHumanDocuments(generation - 1);
                    case SYNTHETIC ->
                        (data.rewrites() ? data.firstKeptDocument() : data.allSyntheticDocuments(generation - 1))
                                - human;
                    case CALIBRATION -> (generation - 1) * data.calibrationDocuments();
                    case VALIDATION, TEST -> 0;
                };
        return IntStream.range(0, task.count())
                .map(row -> before + task.firstIndex() + row)
                .toArray();
    }

    private static int[] slice(int[] blocks, int first, int count) {
        return Arrays.copyOfRange(blocks, first, first + count);
    }

    /** The human blocks in the pool of a generation of a run that keeps text, rising. */
    private static int[] keptHuman(RunRequested run, int generation) {
        DataSpecification data = run.specification().data();
        int first = data.firstKeptDocument();
        int kept = data.allHumanDocuments(generation) - first;
        return Arrays.stream(subset(kept, data.humanDocuments(generation), run, generation, "human"))
                .map(block -> first + block)
                .toArray();
    }

    /** The blocks of prompts whose continuations are in the pool of a generation, rising; not asked where text is rewritten. */
    static int[] synthetic(RunRequested run, int generation) {
        DataSpecification data = run.specification().data();
        if (!data.accumulates()) {
            int before = data.allSyntheticDocuments(generation - 1);
            return IntStream.range(before, before + data.freshSyntheticDocuments(generation))
                    .toArray();
        }
        return subset(
                data.allSyntheticDocuments(generation),
                data.syntheticDocuments(generation),
                run,
                generation,
                "synthetic");
    }

    /**
     * Generations since the text of a block joined a pool, in a run that keeps text; 0 in any other run.
     *
     * @param block of human text, or of the prompt that a model wrote after
     */
    static int age(SamplingTask task, int block) {
        DataSpecification data = task.run().specification().data();
        if (!data.accumulates()) {
            return 0;
        }
        if (task.part() == SamplingTask.Part.SYNTHETIC) {
            return task.generation() - data.place(block).generation();
        }
        int joined = 0;
        while (block >= data.allHumanDocuments(joined)) {
            joined++;
        }
        return task.generation() - joined;
    }

    /** So many of the numbers below {@code all}, evenly drawn, rising. */
    private static int[] subset(int all, int wanted, RunRequested run, int generation, String side) {
        int[] numbers = IntStream.range(0, all).toArray();
        SplittableRandom random =
                new SplittableRandom(Seeds.of(run.specification().seed(), "generation-" + generation, "kept-" + side));
        for (int i = 0; i < wanted && wanted < all; i++) {
            int other = random.nextInt(i, all);
            int drawn = numbers[other];
            numbers[other] = numbers[i];
            numbers[i] = drawn;
        }
        int[] drawn = Arrays.copyOf(numbers, wanted);
        Arrays.sort(drawn);
        return drawn;
    }
}
