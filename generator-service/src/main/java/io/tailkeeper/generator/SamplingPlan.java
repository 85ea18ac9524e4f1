package io.tailkeeper.generator;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.SamplingTask.Part;
import io.tailkeeper.contracts.specification.DataSpecification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a generation's samples are made in. Equal messages give equal plans.
 *
 * <p>A task with a model in it is one decoding batch, because a written text may depend on the batch it is written in:
 * whichever instance does the task, the text is the same.
 */
public final class SamplingPlan {

    /** Documents of a task that a model writes or edits: one batch. */
    public static final int WRITTEN_PER_TASK = 64;
    /** Documents of a task that only reads human text. */
    public static final int HUMAN_PER_TASK = 256;

    private SamplingPlan() {}

    /** The held-out parts and the human documents of generation 0; nothing for a run that adopts its generation 0. */
    public static List<SamplingTask> requested(RunRequested run) {
        if (run.baseRunId() != null) {
            return List.of();
        }
        DataSpecification data = run.specification().data();
        List<SamplingTask> tasks = new ArrayList<>();
        add(tasks, new Section(run, 0, Part.TEST, null), 0, data.testDocuments());
        add(tasks, new Section(run, 0, Part.VALIDATION, null), 0, data.validationDocuments());
        add(tasks, new Section(run, 0, Part.HUMAN, null), 0, data.humanDocuments(0));
        return List.copyOf(tasks);
    }

    /**
     * What follows a trained generation: the calibration part first, also after the last generation, so that its model
     * is measured too; then the samples of the next generation, if there is one.
     */
    public static List<SamplingTask> trained(GenerationTrained trained) {
        return trained(trained, null);
    }

    /**
     * The same with another model's text.
     *
     * @param foreign writes all of the pool; the calibration part is the trained generation's own in any case. Null: the run's own
     */
    public static List<SamplingTask> trained(GenerationTrained trained, @Nullable CheckpointReference foreign) {
        RunRequested run = trained.run();
        DataSpecification data = run.specification().data();
        int next = trained.generation() + 1;
        CheckpointReference checkpoint = trained.checkpoint();
        List<SamplingTask> tasks = new ArrayList<>();
        add(tasks, new Section(run, next, Part.CALIBRATION, checkpoint), 0, data.calibrationDocuments());
        if (next <= run.specification().generations()) {
            int human = data.humanDocuments(next);
            add(tasks, new Section(run, next, Part.HUMAN, data.edits(next) ? checkpoint : null), 0, human);
            if (data.asksEarlierModels()) {
                addByWriter(tasks, trained, next, foreign);
            } else {
                CheckpointReference writer = foreign == null ? checkpoint : foreign;
                add(tasks, new Section(run, next, Part.SYNTHETIC, writer), human, data.syntheticDocuments(next));
            }
        }
        return List.copyOf(tasks);
    }

    /**
     * Each model writes its part of the new text, and its own part again of what is kept. Text of two generations is in two batches
     * also where one model writes both: as it was when the first was new.
     */
    private static void addByWriter(
            List<SamplingTask> tasks, GenerationTrained trained, int next, @Nullable CheckpointReference foreign) {
        RunRequested run = trained.run();
        DataSpecification data = run.specification().data();
        int[] blocks = TaskRange.synthetic(run, next);
        int first = 0;
        for (int i = 1; i <= blocks.length; i++) {
            if (i == blocks.length || !data.place(blocks[first]).equals(data.place(blocks[i]))) {
                int generation = data.place(blocks[first]).writer();
                CheckpointReference writer = foreign == null
                        ? model(trained, generation)
                        : new CheckpointReference(foreign.uri(), foreign.sha256(), generation);
                Section section = new Section(run, next, Part.SYNTHETIC, writer);
                add(tasks, section, data.humanDocuments(next) + first, i - first);
                first = i;
            }
        }
    }

    private static CheckpointReference model(GenerationTrained trained, int generation) {
        if (generation == trained.generation()) {
            return trained.checkpoint();
        }
        if (trained.earlier() == null) {
            throw new RunFailedException(
                    "data.policy and data.writers: earlier models write for the run, but its trainer did not say which they"
                            + " are. Run a trainer of this release.");
        }
        return trained.earlier().get(generation);
    }

    private static void add(List<SamplingTask> tasks, Section section, int first, int count) {
        int perTask = section.checkpoint() == null ? HUMAN_PER_TASK : WRITTEN_PER_TASK;
        for (int done = 0; done < count; done += perTask) {
            tasks.add(section.task(first + done, Math.min(perTask, count - done)));
        }
    }

    private record Section(RunRequested run, int generation, Part part, @Nullable CheckpointReference checkpoint) {

        SamplingTask task(int firstIndex, int count) {
            return new SamplingTask(run, generation, part, firstIndex, count, checkpoint);
        }
    }
}
