package io.tailkeeper.trainer;

import io.tailkeeper.contracts.specification.TrainingSpecification;

/** The learning rate of each step: linear warm-up to the peak, then cosine, linear or constant to the last step. */
public final class LearningRate {

    private final TrainingSpecification specification;
    private final int steps;

    public LearningRate(TrainingSpecification specification, int steps) {
        this.specification = specification;
        this.steps = steps;
    }

    /** The rate of a step, 0 to steps - 1. The warm-up's last step has the peak; the last step has the final share. */
    public double at(int step) {
        double peak = specification.learningRate();
        int warmup = specification.warmupSteps();
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        int decaying = steps - 1 - warmup;
        double progress = decaying <= 0 ? 0 : Math.min(1, (double) (step - warmup) / decaying);
        double left =
                switch (specification.schedule()) {
                    case COSINE -> (1 + Math.cos(Math.PI * progress)) / 2;
                    case LINEAR -> 1 - progress;
                    case CONSTANT -> 1;
                };
        double end = specification.finalLearningRateShare();
        return specification.schedule() == TrainingSpecification.Schedule.CONSTANT
                ? peak
                : peak * (end + (1 - end) * left);
    }
}
