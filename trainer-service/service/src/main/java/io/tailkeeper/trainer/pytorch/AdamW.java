package io.tailkeeper.trainer.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * AdamW (Loshchilov and Hutter, 2019) over a model's parameters, with the gradient clipped to a global norm first.
 * Decays matrices only; not biases, norms and embeddings. Its moments live in the parameters' manager and are closed
 * with it.
 */
final class AdamW {

    private static final float MOMENTUM = 0.9f;
    private static final float SECOND_MOMENTUM = 0.999f;
    private static final double EPSILON = 1e-8;
    private static final float NOT_CLIPPED = -1; // value by value; 0 would make every gradient 0
    private static final String MEAN = "mean.";
    private static final String VARIANCE = "variance.";

    private final ModelConfig config;
    private final SortedMap<String, NDArray> parameters;
    private final SortedMap<String, NDArray> moments = new TreeMap<>();
    private final float weightDecay;
    private final double gradientClip;

    AdamW(LanguageModel model, double weightDecay, double gradientClip) {
        this(model.config(), model.parameters(), weightDecay, gradientClip);
    }

    /** @param config says which of the parameters are embeddings */
    AdamW(ModelConfig config, SortedMap<String, NDArray> parameters, double weightDecay, double gradientClip) {
        this.config = config;
        this.parameters = parameters;
        this.weightDecay = (float) weightDecay;
        this.gradientClip = gradientClip;
        parameters.forEach((name, parameter) -> {
            moments.put(MEAN + name, parameter.zerosLike());
            moments.put(VARIANCE + name, parameter.zerosLike());
        });
    }

    /** First and second moments by name; the same arrays always, for saving and restoring. */
    SortedMap<String, NDArray> moments() {
        return moments;
    }

    /**
     * One update from the gradients of the parameters, which are zero afterwards.
     *
     * @param step number of updates before this one
     * @param gradientScale what the gradients are multiplied by before anything else
     * @param scope for temporaries
     * @return the gradients' global norm, scaled and not yet clipped; nothing changes where it is not finite
     */
    double update(int step, double learningRate, double gradientScale, NDManager scope) {
        SortedMap<String, NDArray> gradients = new TreeMap<>();
        parameters.forEach((name, parameter) -> {
            NDArray gradient = parameter.getGradient();
            gradient.attach(scope); // else it stays in the parameters' manager
            gradients.put(name, gradient);
        });
        double norm = norm(gradients) * gradientScale;
        if (!Double.isFinite(norm)) {
            return norm;
        }
        float scale = (float) (norm > gradientClip ? gradientScale * gradientClip / norm : gradientScale);
        double meanCorrection = 1 - Math.pow(MOMENTUM, step + 1);
        double varianceCorrection = Math.sqrt(1 - Math.pow(SECOND_MOMENTUM, step + 1));
        float corrected = (float) (learningRate * varianceCorrection / meanCorrection);
        float epsilon = (float) (EPSILON * varianceCorrection);
        parameters.forEach((name, parameter) -> {
            NDArray gradient = gradients.get(name);
            NDList inputs = new NDList(parameter, gradient, moments.get(MEAN + name), moments.get(VARIANCE + name));
            float decay = decays(name, parameter) ? weightDecay : 0;
            gradient.getNDArrayInternal()
                    .adamUpdate(
                            inputs,
                            new NDList(parameter),
                            (float) learningRate,
                            corrected,
                            decay,
                            scale,
                            NOT_CLIPPED,
                            MOMENTUM,
                            SECOND_MOMENTUM,
                            epsilon,
                            false,
                            true);
        });
        return norm;
    }

    private static double norm(SortedMap<String, NDArray> gradients) {
        NDList norms = new NDList();
        gradients.values().forEach(gradient -> norms.add(gradient.norm()));
        double squares = 0;
        for (float norm : NDArrays.stack(norms).toFloatArray()) {
            squares += (double) norm * norm;
        }
        return Math.sqrt(squares);
    }

    private boolean decays(String name, NDArray parameter) {
        return parameter.getShape().dimension() == 2 && !config.isEmbedding(name);
    }
}
