package io.tailkeeper.generator;

import io.tailkeeper.contracts.CalibrationSample;
import io.tailkeeper.contracts.GenerationKey;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.SampleCollected;
import io.tailkeeper.contracts.SamplingTask;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.topics.RejectedMessageException;
import java.util.ArrayList;
import java.util.List;

/** Does sampling tasks; any sampler makes the same samples of a task. Used by one thread at a time. */
public final class Sampler {

    private final Corpora corpora;
    private final Continuations continuations;

    public Sampler(Corpora corpora, Writer writer) {
        this.corpora = corpora;
        this.continuations = new Continuations(writer);
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
        Blocks blocks = new Blocks(
                corpora.of(run), TaskRange.partition(task.part()), TaskRange.firstBlock(task), corpora.vocabulary(run));
        return switch (task.part()) {
            case HUMAN -> Samples.ofCollected(human(task, blocks));
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

    private static List<SampleCollected> human(SamplingTask task, Blocks blocks) {
        List<SampleCollected> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            samples.add(collected(task, row, blocks.text(row), Provenance.HUMAN));
        }
        return samples;
    }

    private List<SampleCollected> synthetic(SamplingTask task, Blocks blocks) {
        String[] texts = written(task, blocks, task.generation() + ":");
        Provenance provenance = Provenance.synthetic(task.writer().generation());
        List<SampleCollected> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            samples.add(collected(task, row, new BlockText(blocks.text(row).prompt(), texts[row]), provenance));
        }
        return samples;
    }

    private List<CalibrationSample> calibration(SamplingTask task, Blocks blocks) {
        String[] texts = written(task, blocks, task.generation() + ":calibration:");
        int documents = task.run().specification().data().calibrationDocuments();
        CalibrationSample.Part part = CalibrationSample.Part.CALIBRATION;
        List<CalibrationSample> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            Place human = new Place(task, part, task.firstIndex() + row, 2 * documents);
            Place machine = new Place(task, part, documents + task.firstIndex() + row, 2 * documents);
            BlockText block = blocks.text(row);
            samples.add(human.sample(block, false));
            samples.add(machine.sample(new BlockText(block.prompt(), texts[row]), true));
        }
        return samples;
    }

    private static List<CalibrationSample> heldOut(
            SamplingTask task, Blocks blocks, CalibrationSample.Part part, int total) {
        List<CalibrationSample> samples = new ArrayList<>();
        for (int row = 0; row < task.count(); row++) {
            Place place = new Place(task, part, task.firstIndex() + row, total);
            samples.add(place.sample(blocks.text(row), false));
        }
        return samples;
    }

    private String[] written(SamplingTask task, Blocks blocks, String namePrefix) {
        int[][] prompts = new int[task.count()][];
        String[] names = new String[task.count()];
        for (int row = 0; row < prompts.length; row++) {
            prompts[row] = blocks.promptTokens(row);
            names[row] = namePrefix + (task.firstIndex() + row);
        }
        return continuations.write(task, blocks.vocabulary(), prompts, names);
    }

    private static SampleCollected collected(SamplingTask task, int row, BlockText block, Provenance provenance) {
        GenerationKey generation = new GenerationKey(task.run().runId(), task.generation());
        String id = SampleCollected.id(generation, task.firstIndex() + row);
        return new SampleCollected(
                id, task.run().runId(), task.generation(), block.prompt(), block.continuation(), provenance);
    }

    private record Place(SamplingTask task, CalibrationSample.Part part, int index, int total) {

        CalibrationSample sample(BlockText block, boolean machineWritten) {
            return new CalibrationSample(
                    task.run().runId(),
                    task.generation(),
                    part,
                    index,
                    total,
                    block.prompt(),
                    block.continuation(),
                    machineWritten);
        }
    }

    /** The blocks of a task, by row. */
    private record Blocks(PartitionedCorpus corpus, Partition partition, int first, Vocabulary vocabulary) {

        int[] promptTokens(int row) {
            return corpus.prompt(partition, first + row);
        }

        BlockText text(int row) {
            return BlockText.of(
                    vocabulary.bytes(promptTokens(row)), vocabulary.bytes(corpus.continuation(partition, first + row)));
        }
    }
}
