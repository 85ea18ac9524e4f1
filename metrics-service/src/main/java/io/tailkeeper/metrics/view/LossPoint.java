package io.tailkeeper.metrics.view;

import io.tailkeeper.contracts.TrainingProgress;
import java.util.Optional;

/**
 * A point in the curve of a generation's training loss.
 *
 * @param step optimizer steps done
 * @param loss mean loss of the last steps, in nats a token
 */
public record LossPoint(int step, double loss) {

    /** Most points that are kept of a generation, evenly over its steps. */
    public static final int MOST = 1_000;

    /** What the trainer tells; empty where it trains nothing now, or before its first loss. */
    public static Optional<LossPoint> of(TrainingProgress progress) {
        return progress.phase() == TrainingProgress.Phase.TRAINING
                ? Optional.ofNullable(progress.loss()).map(loss -> new LossPoint(progress.done(), loss))
                : Optional.empty();
    }

    /**
     * Its place among the points that are kept, from 0: of those of one place the one told last counts.
     *
     * @param total steps of the generation
     */
    public int place(int total) {
        return (int) ((long) step * MOST / (total + 1L));
    }
}
