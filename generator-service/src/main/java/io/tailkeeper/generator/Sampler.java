package io.tailkeeper.generator;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.measures.TextTokens;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.SelectionSpecification.Method;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import io.tailkeeper.generator.overlap.ReferenceOverlap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Does sampling tasks; any sampler makes the same samples of a task. Used by one thread at a time. */
public final class Sampler {

    private final Corpora corpora;
    private final Continuations continuations;
    private final HumanTexts human;

    public Sampler(Corpora corpora, Writer writer) {
        this.corpora = corpora;
        this.continuations = new Continuations(writer);
        this.human = new HumanTexts(writer);
    }

    /** The tasks that a trained generation makes possible. */
    List<SamplingTask> tasks(GenerationTrained trained) {
        return continuations.tasks(trained);
    }

    /**
     * The samples of a task.
     *
     * @throws RejectedMessageException when the task asks for samples that its run does not have
     * @throws RunFailedException when the corpus or the checkpoint cannot be used
     */
    public Samples samples(SamplingTask task) {
        TaskRange.check(task);
        RunSpecification run = task.run().specification();
        Blocks blocks =
                new Blocks(corpora.of(run), TaskRange.partition(task), TaskRange.blocks(task), corpora.vocabulary(run));
        return switch (task.part()) {
            case HUMAN -> Samples.ofCollected(human.of(task, blocks));
            case SYNTHETIC -> Samples.ofCollected(synthetic(task, blocks));
            case CALIBRATION -> Samples.ofLabelled(calibration(task, blocks));
            case VALIDATION ->
                Samples.ofLabelled(heldOut(
                        task,
                        blocks,
                        CalibrationSample.Part.VALIDATION,
                        run.data().validationDocuments()));
            case TEST ->
                Samples.ofLabelled(heldOut(
                        task, blocks, CalibrationSample.Part.TEST, run.data().testDocuments()));
        };
    }

    private List<SampleCollected> synthetic(SamplingTask task, Blocks blocks) {
        Continuations.Continuation[] written = written(
                task,
                blocks,
                row -> task.run().specification().data().accumulates()
                        ? "kept:" + blocks.numbers()[row]
                        : task.generation() + ":" + (task.firstIndex() + row),
                false);
        Provenance provenance = Provenance.synthetic(task.writer().generation());
        List<SampleCollected> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            BlockText text = new BlockText(blocks.text(row).prompt(), written[row].text());
            samples.add(collected(task, row, blocks, text, provenance));
        }
        return samples;
    }

    private List<CalibrationSample> calibration(SamplingTask task, Blocks blocks) {
        Continuations.Continuation[] written =
                written(task, blocks, row -> task.generation() + ":calibration:" + (task.firstIndex() + row), true);
        int documents = task.run().specification().data().calibrationDocuments();
        CalibrationSample.Part part = CalibrationSample.Part.CALIBRATION;
        List<CalibrationSample> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            Place human = new Place(task, part, task.firstIndex() + row, 2 * documents);
            Place machine = new Place(task, part, documents + task.firstIndex() + row, 2 * documents);
            BlockText block = blocks.text(row);
            samples.add(human.sample(block, false, tokens(blocks.continuationTokens(row), null)));
            samples.add(machine.sample(
                    new BlockText(block.prompt(), written[row].text()),
                    true,
                    tokens(written[row].tokens(), written[row].probabilities())));
        }
        return samples;
    }

    private static List<CalibrationSample> heldOut(
            SamplingTask task, Blocks blocks, CalibrationSample.Part part, int total) {
        List<CalibrationSample> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            Place place = new Place(task, part, task.firstIndex() + row, total);
            samples.add(place.sample(blocks.text(row), false, null));
        }
        return samples;
    }

    private Continuations.Continuation[] written(
            SamplingTask task, Blocks blocks, IntFunction<String> name, boolean probabilities) {
        int[][] prompts = new int[task.count()][];
        String[] names = new String[task.count()];
        for (int row = 0; row < prompts.length; row++) {
            prompts[row] = blocks.promptTokens(row);
            names[row] = name.apply(row);
        }
        return continuations.write(task, blocks.vocabulary(), prompts, names, probabilities);
    }

    /** Probabilities are rounded to six decimals: nobody tells more of them apart, and a record is a third as long. */
    private static TextTokens tokens(int[] ids, double @Nullable [] probabilities) {
        return new TextTokens(
                Arrays.stream(ids).boxed().toList(),
                probabilities == null
                        ? null
                        : Arrays.stream(probabilities)
                                .map(probability -> Math.rint(probability * 1e6) / 1e6)
                                .boxed()
                                .toList());
    }

    /** A sample that begins as a block does; the human text after its prompt is the reference where the run's selection asks for one. */
    static SampleCollected collected(SamplingTask task, int row, Blocks blocks, BlockText text, Provenance provenance) {
        GenerationKey generation = new GenerationKey(task.run().runId(), task.generation());
        String id = SampleCollected.id(generation, task.firstIndex() + row);
        int age = TaskRange.age(task, blocks.numbers()[row]);
        boolean compared = task.run().specification().selection().method() == Method.REFERENCE_OVERLAP;
        return new SampleCollected(
                id,
                task.run().runId(),
                task.generation(),
                text.prompt(),
                text.continuation(),
                provenance,
                age == 0 ? null : age,
                compared
                        ? ReferenceOverlap.of(
                                text.continuation(), blocks.text(row).continuation())
                        : null);
    }

    private record Place(SamplingTask task, CalibrationSample.Part part, int index, int total) {

        CalibrationSample sample(BlockText block, boolean machineWritten, @Nullable TextTokens tokens) {
            RunSpecification run = task.run().specification();
            return new CalibrationSample(
                    task.run().runId(),
                    task.generation(),
                    part,
                    index,
                    total,
                    block.prompt(),
                    block.continuation(),
                    machineWritten,
                    tokens,
                    tokens == null ? null : run.trial()); // held-out text calibrates nobody
        }
    }

    /** The blocks of a task, by row. */
    @SuppressWarnings("ArrayRecordComponent") // many numbers, compared by nobody
    record Blocks(PartitionedCorpus corpus, Partition partition, int[] numbers, Vocabulary vocabulary) {

        int[] promptTokens(int row) {
            return corpus.prompt(partition, block(row));
        }

        int[] continuationTokens(int row) {
            return corpus.continuation(partition, block(row));
        }

        /** Prompts begin again at the first where a run uses them again; of any other run there are enough. */
        private int block(int row) {
            return partition == Partition.PROMPTS ? numbers[row] % corpus.size(partition) : numbers[row];
        }

        BlockText text(int row) {
            return text(row, continuationTokens(row));
        }

        /** The text of a block that goes on with other tokens after its prompt. */
        BlockText text(int row, int[] continuation) {
            return BlockText.of(vocabulary.bytes(promptTokens(row)), vocabulary.bytes(continuation));
        }
    }
}
