package io.tailkeeper.trainer.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.tailkeeper.contracts.TrainingSpecification.Precision;
import io.tailkeeper.languagemodel.LanguageModel;
import java.util.function.UnaryOperator;

/** PyTorch's autograd: for any model, device and precision. */
final class RecordedDifferentiation implements Differentiation {

    private final LanguageModel model;
    private final Precision precision;

    RecordedDifferentiation(LanguageModel model, Precision precision) {
        this.model = model;
        this.precision = precision;
        model.parameters().values().forEach(weight -> weight.setRequiresGradient(true));
    }

    @Override
    public Outcome differentiate(LossBatch part, UnaryOperator<NDArray> losses) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logProbabilities = part.logProbabilities(part.targetLogits(model, precision));
            NDArray loss = part.loss(losses.apply(logProbabilities));
            collector.backward(loss);
            return new Outcome(logProbabilities, loss);
        }
    }

    @Override
    public NDArray gradient(String parameter) {
        return model.parameters().get(parameter).getGradient();
    }

    @Override
    public int mostDocuments(int length) {
        return Integer.MAX_VALUE;
    }

    @Override
    public void close() {}
}
