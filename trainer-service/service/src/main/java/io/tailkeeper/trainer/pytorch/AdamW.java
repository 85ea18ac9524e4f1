package io.tailkeeper.trainer.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.LanguageModel;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.transformer.ScriptedOperator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * AdamW (Loshchilov and Hutter, 2019) over a model's parameters, with the gradient clipped to a global norm first.
 * Decays matrices only; not biases, norms and embeddings. It reads nothing back from the device. Its moments live in the
 * parameters' manager and are closed with it.
 */
final class AdamW {

    private static final ScriptedOperator GRADIENT_NORM = ScriptedOperator.of(AdamW.class, "gradient_norm");
    private static final ScriptedOperator UPDATE = ScriptedOperator.of(AdamW.class, "adamw");
    private static final String MEAN = "mean.";
    private static final String VARIANCE = "variance.";

    private final SortedMap<String, NDArray> moments = new TreeMap<>();
    private final List<Group> groups;
    private final NDArray failed;
    private final double gradientClip;

    AdamW(LanguageModel model, double weightDecay, double gradientClip) {
        this(model.config(), model.parameters(), weightDecay, gradientClip);
    }

    /** @param config says which of the parameters are embeddings */
    AdamW(ModelConfig config, SortedMap<String, NDArray> parameters, double weightDecay, double gradientClip) {
        this.gradientClip = gradientClip;
        Group decaying = new Group(weightDecay);
        Group sparing = new Group(0);
        parameters.forEach((name, parameter) -> {
            NDArray mean = parameter.zerosLike();
            NDArray variance = parameter.zerosLike();
            moments.put(MEAN + name, mean);
            moments.put(VARIANCE + name, variance);
            boolean decays = parameter.getShape().dimension() == 2 && !config.isEmbedding(name);
            (decays ? decaying : sparing).add(parameter, mean, variance);
        });
        this.groups = List.of(decaying, sparing);
        this.failed = parameters.firstEntry().getValue().getManager().zeros(new Shape(1));
    }

    /** First and second moments by name; the same arrays always, for saving and restoring. */
    SortedMap<String, NDArray> moments() {
        return moments;
    }

    /**
     * One update from the gradients of the parameters, which are zero afterwards. Where the loss or the norm is no finite
     * number nothing changes, neither in this update nor in any later one.
     *
     * @param step number of updates before this one
     * @param loss a scalar float64
     * @param gradientScale what the gradients are multiplied by before anything else, a scalar float64
     * @param scope for temporaries
     * @return the gradients' global norm, scaled and not yet clipped, a scalar float64 in the manager of the loss
     */
    NDArray update(int step, double learningRate, NDArray loss, NDArray gradientScale, NDManager scope) {
        groups.forEach(group -> group.look(scope));
        NDArray clip = scope.full(new Shape(), (float) gradientClip);
        NDList inputs = new NDList(loss, gradientScale, clip, failed);
        groups.forEach(group -> inputs.addAll(group.gradients));
        NDList norm = GRADIENT_NORM.applyToAll(inputs);
        NDArray done = scope.full(new Shape(1), (float) (step + 1)); // an int would make it int32
        try (NDManager host = scope.newSubManager(Device.cpu())) {
            for (Group group : groups) {
                if (!group.parameters.isEmpty()) {
                    NDArray rates = host.create(new double[] {learningRate, group.decay});
                    UPDATE.applyToAll(new NDList(rates, done, norm.get(1), failed)
                            .addAll(group.values)
                            .addAll(group.gradients)
                            .addAll(group.means)
                            .addAll(group.variances));
                }
            }
        }
        return norm.get(0);
    }

    /** Parameters with the same weight decay. */
    private static final class Group {

        private final double decay;
        private final NDList parameters = new NDList();
        private final NDList means = new NDList();
        private final NDList variances = new NDList();
        private final NDList values = new NDList(); // the parameters' memory, without their gradients
        private final NDList gradients = new NDList();

        Group(double decay) {
            this.decay = decay;
        }

        void add(NDArray parameter, NDArray mean, NDArray variance) {
            parameters.add(parameter);
            add(means, mean, "means[]");
            add(variances, variance, "variances[]");
        }

        /** Gets at the memory of parameters and gradients as it is now; a restored parameter has another than before. */
        void look(NDManager scope) {
            values.clear();
            gradients.clear();
            parameters.forEach(parameter -> {
                add(values, parameter.stopGradient(), "parameters[]");
                add(gradients, parameter.getGradient(), "gradients[]");
            });
            values.attach(scope); // else they stay in the parameters' manager
            gradients.attach(scope);
        }

        private static void add(NDList list, NDArray tensor, String name) {
            tensor.setName(name);
            list.add(tensor);
        }
    }
}
