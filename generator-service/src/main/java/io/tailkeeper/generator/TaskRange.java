package io.tailkeeper.generator;

import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.specification.DataSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;

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

    /** The block of the task's first sample: every generation has fresh ones, but for text that is written anew. */
    static int firstBlock(SamplingTask task) {
        DataSpecification data = task.run().specification().data();
        int generation = task.generation();
        int before =
                switch (task.part()) {
                    case HUMAN ->
                        generation == 0 ? 0 : data.baseDocuments() + (generation - 1) * data.humanDocuments(1);
                    case SYNTHETIC ->
                        (data.rewrites() ? 0 : (generation - 1) * data.syntheticDocuments(1))
                                - data.humanDocuments(generation);
                    case CALIBRATION -> (generation - 1) * data.calibrationDocuments();
                    case VALIDATION, TEST -> 0;
                };
        return before + task.firstIndex();
    }
}
