package io.tailkeeper.bench;

import io.tailkeeper.contracts.CheckpointReference;
import io.tailkeeper.contracts.Provenance;
import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.WeightedBatch;
import io.tailkeeper.contracts.WeightedSample;
import io.tailkeeper.contracts.specification.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.PretrainedModel;
import io.tailkeeper.trainer.GenerationTask;
import io.tailkeeper.trainer.TrainerDirectory;
import io.tailkeeper.trainer.TrainingWatcher;
import io.tailkeeper.trainer.pytorch.GenerationTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Trains generation 0 of a pretended run as the service does it, without broker and corpus. Equal runs end equal. */
final class PretendRun {

    private static final int DISTINCT_BATCHES = 20;

    private final ModelPreset preset;
    private final RunRequested run;
    private final int steps;

    /** @param checkpointEvery optimizer steps between two saved states */
    PretendRun(ModelPreset preset, int steps, int checkpointEvery) {
        this(preset, Precision.FLOAT32, steps, checkpointEvery);
    }

    /** The same; {@code precision} is that of forward and backward pass. */
    PretendRun(ModelPreset preset, Precision precision, int steps, int checkpointEvery) {
        this.preset = preset;
        this.steps = steps;
        this.run = BenchRun.requested(preset, precision, steps, checkpointEvery);
    }

    /** Trains, or goes on from the state that lies in the folder. */
    GenerationTraining.Result train(Path folder, TrainingWatcher watcher) {
        GenerationTask task = new GenerationTask(
                run,
                0,
                null,
                new GenerationTask.Pool(List.of(), 0, 0, position -> null),
                new GenerationTask.HeldOutParts(List.of(), List.of(1L), position -> null, List::of));
        List<WeightedBatch> batches = batches();
        int documents = batches.size() * batches.getFirst().samples().size();
        try (TrainerDirectory directory = new TrainerDirectory(folder)) {
            return new GenerationTraining(task, directory, watcher, PretendRun::none)
                    .train(documents, from -> IntStream.range(from, steps)
                            .mapToObj(step -> batches.get(step % batches.size())));
        }
    }

    private static PretrainedModel none(CheckpointReference checkpoint) {
        throw new IllegalStateException("generation 0 begins with no checkpoint, so not with " + checkpoint.uri());
    }

    private List<WeightedBatch> batches() {
        PseudoText text = new PseudoText(1);
        List<WeightedBatch> batches = new ArrayList<>();
        for (int sequence = 0; sequence < Math.min(steps, DISTINCT_BATCHES); sequence++) {
            List<WeightedSample> samples = IntStream.range(0, preset.batchSize())
                    .mapToObj(i -> new WeightedSample(
                            run.runId() + ":0:" + i,
                            text.words(preset.blockTokens()),
                            " " + text.words(preset.blockTokens()),
                            1,
                            0,
                            Provenance.Source.HUMAN))
                    .toList();
            batches.add(new WeightedBatch(run.runId(), 0, sequence, steps, samples));
        }
        return batches;
    }
}
