package io.tailkeeper.trainer.testing;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.specification.ModelSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.specification.TrainingSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import java.time.Instant;

/** Runs that take long, or go wrong. */
public final class Runs {

    private Runs() {}

    /** A base training of some hundred steps that saves its state every fifth. */
    public static RunRequested longOne(String runId) {
        TrainingSpecification t = Specifications.specification().baseTraining();
        return run(
                runId,
                new TrainingSpecification(
                        40_000,
                        t.batchSize(),
                        t.learningRate(),
                        t.schedule(),
                        t.warmupSteps(),
                        t.finalLearningRateShare(),
                        t.weightDecay(),
                        t.gradientClip(),
                        t.lossOn(),
                        5));
    }

    /** Decay of ten times the weight at every step: the weights grow without end. */
    public static RunRequested divergingOne(String runId) {
        TrainingSpecification t = Specifications.specification().baseTraining();
        return run(
                runId,
                new TrainingSpecification(
                        40_000,
                        t.batchSize(),
                        1,
                        TrainingSpecification.Schedule.CONSTANT,
                        0,
                        1,
                        10,
                        1_000_000,
                        t.lossOn(),
                        2));
    }

    /** One that begins with a model on disk, of the shape that the others have. */
    public static RunRequested beginningWith(String runId, String pretrained) {
        RunSpecification s = Specifications.specification();
        ModelSpecification m = s.model();
        ModelSpecification onDisk = new ModelSpecification(
                m.layers(), m.heads(), m.embeddingSize(), m.contextLength(), m.vocabularySize(), null, pretrained);
        RunSpecification specification = Specifications.with(s, "model", onDisk);
        return new RunRequested(runId, "tiny", "arm", null, Instant.EPOCH, specification);
    }

    private static RunRequested run(String runId, TrainingSpecification baseTraining) {
        RunSpecification s = Specifications.specification();
        RunSpecification specification = Specifications.with(s, "baseTraining", baseTraining);
        return new RunRequested(runId, "tiny", "long", null, Instant.EPOCH, specification);
    }
}
