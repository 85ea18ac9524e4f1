package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.tailkeeper.languagemodel.Backpropagation;
import java.util.function.UnaryOperator;

/** {@link Backpropagation} through the model; only the loss, a function of a few thousand numbers, is autograd's. */
final class WrittenDifferentiation implements Differentiation {

    private final Backpropagation backpropagation;

    /** @param backpropagation is closed with this */
    WrittenDifferentiation(Backpropagation backpropagation) {
        this.backpropagation = backpropagation;
    }

    @Override
    public Outcome differentiate(LossBatch part, UnaryOperator<NDArray> losses) {
        NDArray logProbabilities = part.logProbabilities(backpropagation);
        logProbabilities.setRequiresGradient(true);
        NDArray loss;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            loss = part.loss(losses.apply(logProbabilities));
            collector.backward(loss);
        }
        try (NDArray gradient = logProbabilities.getGradient()) {
            backpropagation.accumulate(gradient.toFloatArray());
        }
        return new Outcome(logProbabilities.stopGradient(), loss);
    }

    @Override
    public NDArray gradient(String parameter) {
        return backpropagation.gradient(parameter);
    }

    @Override
    public int mostDocuments(int length) {
        return backpropagation.mostDocuments(length);
    }

    @Override
    public void close() {
        backpropagation.close();
    }
}
