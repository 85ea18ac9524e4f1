package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import io.tailkeeper.contracts.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.Backpropagation;
import io.tailkeeper.languagemodel.LanguageModel;
import java.util.function.UnaryOperator;

/** How the gradients of a model's weights are found. Used by one thread at a time. */
interface Differentiation extends AutoCloseable {

    /**
     * What a part of a step gave.
     *
     * @param logProbabilities log p_t of the targets, (N) float32, in the manager of the part
     * @param loss its share of the step's loss, a scalar, in the same manager
     */
    record Outcome(NDArray logProbabilities, NDArray loss) {}

    /**
     * Forward and backward pass of a part of a step; the gradients are added to those of the parts before.
     *
     * @param losses from log p_t of the targets to the loss of each
     */
    Outcome differentiate(LossBatch part, UnaryOperator<NDArray> losses);

    /** The gradient of a parameter, in its shape; whoever has used it closes it and sets it to 0. */
    NDArray gradient(String parameter);

    /** How many documents of so many tokens a part may have. */
    int mostDocuments(int length);

    /** The fastest one for a model, on the device where it is. */
    static Differentiation of(LanguageModel model, Precision precision) {
        if (precision == Precision.FLOAT32) {
            var written = Backpropagation.of(model);
            if (written.isPresent()) {
                return new WrittenDifferentiation(written.get());
            }
        }
        return new RecordedDifferentiation(model, precision);
    }

    @Override
    void close();
}
