package io.tailkeeper.trainer;

import io.tailkeeper.contracts.GenerationTrained;
import io.tailkeeper.contracts.TokensTrained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The running sums of a generation's training; part of its training state, so that a resumed training reports the same.
 *
 * @param steps optimizer steps done
 * @param lossSum of the losses of the last tenth of all steps
 * @param lossSteps steps in {@code lossSum}
 * @param masked tokens that carried loss and were masked
 * @param human tokens of human text that carried loss
 * @param synthetic tokens of other text that carried loss
 * @param epochs tokens by epoch, at most the first {@value GenerationTrained#MOST_EPOCHS}
 */
public record TrainingFigures(
        int steps, double lossSum, int lossSteps, long masked, long human, long synthetic, List<Epoch> epochs) {

    /** Before the first step. */
    public static final TrainingFigures NONE = new TrainingFigures(0, 0, 0, 0, 0, 0, List.of());

    public TrainingFigures {
        epochs = List.copyOf(epochs);
    }

    /**
     * One pass over the selected documents.
     *
     * @param masked tokens that carried loss and were masked
     * @param tokens tokens that carried loss
     */
    public record Epoch(long masked, long tokens) {

        private Epoch plus(Step step) {
            return new Epoch(
                    masked + step.masked(),
                    tokens + step.tokens().human() + step.tokens().synthetic());
        }

        private double maskedShare() {
            return tokens == 0 ? 0 : (double) masked / tokens;
        }
    }

    /**
     * One step's figures.
     *
     * @param loss of the step, nats a token
     * @param masked tokens masked
     * @param tokens tokens that carried loss
     */
    public record Step(double loss, long masked, TokensTrained tokens) {}

    /**
     * The sums after one more step of {@code total}.
     *
     * @param epoch of the step, from 0; never less than that of the step before
     */
    public TrainingFigures plus(Step step, int total, long epoch) {
        boolean counted = steps >= total - Math.max(1, total / 10);
        return new TrainingFigures(
                steps + 1,
                counted ? lossSum + step.loss() : lossSum,
                counted ? lossSteps + 1 : lossSteps,
                masked + step.masked(),
                human + step.tokens().human(),
                synthetic + step.tokens().synthetic(),
                plus(step, epoch));
    }

    private List<Epoch> plus(Step step, long epoch) {
        if (epoch >= GenerationTrained.MOST_EPOCHS) {
            return epochs;
        }
        List<Epoch> sums = new ArrayList<>(epochs);
        while (sums.size() <= epoch) {
            sums.add(new Epoch(0, 0)); // a step that is larger than the selection passes over whole epochs
        }
        sums.set((int) epoch, sums.get((int) epoch).plus(step));
        return sums;
    }

    /** Mean loss over the last tenth of the steps. */
    public double trainingLoss() {
        return lossSteps == 0 ? 0 : lossSum / lossSteps;
    }

    /** Share of the loss-carrying tokens that the loss masked. */
    public double maskedShare() {
        return human + synthetic == 0 ? 0 : (double) masked / (human + synthetic);
    }

    /** The same by epoch. */
    public List<Double> maskedByEpoch() {
        return epochs.stream().map(Epoch::maskedShare).toList();
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
                Long.toString(synthetic),
                "epochs",
                epochs.stream().map(each -> each.masked() + ":" + each.tokens()).collect(Collectors.joining(",")));
    }

    /** The sums from their text. */
    public static TrainingFigures ofMetadata(Map<String, String> metadata) {
        return new TrainingFigures(
                Integer.parseInt(metadata.get("steps")),
                Double.parseDouble(metadata.get("loss-sum")),
                Integer.parseInt(metadata.get("loss-steps")),
                Long.parseLong(metadata.get("masked")),
                Long.parseLong(metadata.get("human")),
                Long.parseLong(metadata.get("synthetic")),
                Arrays.stream(metadata.getOrDefault("epochs", "").split(",", -1))
                        .filter(each -> !each.isEmpty())
                        .map(each -> each.split(":", -1))
                        .map(each -> new Epoch(Long.parseLong(each[0]), Long.parseLong(each[1])))
                        .toList());
    }
}
