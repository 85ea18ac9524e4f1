package io.tailkeeper.trainer;

import io.tailkeeper.contracts.TokensTrained;
import java.util.Map;

/**
 * The running sums of a generation's training; part of its training state, so that a resumed training reports the same.
 *
 * @param steps optimizer steps done
 * @param lossSum of the losses of the last tenth of all steps
 * @param lossSteps steps in {@code lossSum}
 * @param masked tokens that carried loss and were masked
 * @param human tokens of human text that carried loss
 * @param synthetic tokens of other text that carried loss
 */
public record TrainingFigures(int steps, double lossSum, int lossSteps, long masked, long human, long synthetic) {

    /** Before the first step. */
    public static final TrainingFigures NONE = new TrainingFigures(0, 0, 0, 0, 0, 0);

    /**
     * One step's figures.
     *
     * @param loss of the step, nats a token
     * @param masked tokens masked
     * @param tokens tokens that carried loss
     */
    public record Step(double loss, long masked, TokensTrained tokens) {}

    /** The sums after one more step of {@code total}. */
    public TrainingFigures plus(Step step, int total) {
        boolean counted = steps >= total - Math.max(1, total / 10);
        return new TrainingFigures(
                steps + 1,
                counted ? lossSum + step.loss() : lossSum,
                counted ? lossSteps + 1 : lossSteps,
                masked + step.masked(),
                human + step.tokens().human(),
                synthetic + step.tokens().synthetic());
    }

    /** Mean loss over the last tenth of the steps. */
    public double trainingLoss() {
        return lossSteps == 0 ? 0 : lossSum / lossSteps;
    }

    /** Share of the loss-carrying tokens that the loss masked. */
    public double maskedShare() {
        return human + synthetic == 0 ? 0 : (double) masked / (human + synthetic);
    }

    /** Tokens that carried loss; text of unknown origin counts as synthetic. */
    public TokensTrained tokensTrained() {
        return new TokensTrained(human, synthetic);
    }

    /** The sums as text, exact. */
    public Map<String, String> toMetadata() {
        return Map.of(
                "steps",
                Integer.toString(steps),
                "loss-sum",
                Double.toHexString(lossSum),
                "loss-steps",
                Integer.toString(lossSteps),
                "masked",
                Long.toString(masked),
                "human",
                Long.toString(human),
                "synthetic",
                Long.toString(synthetic));
    }

    /** The sums from their text. */
    public static TrainingFigures ofMetadata(Map<String, String> metadata) {
        return new TrainingFigures(
                Integer.parseInt(metadata.get("steps")),
                Double.parseDouble(metadata.get("loss-sum")),
                Integer.parseInt(metadata.get("loss-steps")),
                Long.parseLong(metadata.get("masked")),
                Long.parseLong(metadata.get("human")),
                Long.parseLong(metadata.get("synthetic")));
    }
}
