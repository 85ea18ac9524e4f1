package io.tailkeeper.trainer.testing;

import io.tailkeeper.contracts.RunRequested;
import io.tailkeeper.contracts.RunSpecification;
import io.tailkeeper.contracts.TrainingSpecification;
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

    private static RunRequested run(String runId, TrainingSpecification baseTraining) {
        RunSpecification s = Specifications.specification();
        RunSpecification specification = Specifications.with(s, "baseTraining", baseTraining);
        return new RunRequested(runId, "tiny", "long", null, Instant.EPOCH, specification);
    }
}
