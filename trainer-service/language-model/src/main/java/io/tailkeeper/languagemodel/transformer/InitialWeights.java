package io.tailkeeper.languagemodel.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.languagemodel.ModelConfig;
import io.tailkeeper.languagemodel.Weights;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * GPT-2's initial weights, for Llama as well: normal with deviation 0.02, that of the projections into the residual
 * stream divided by sqrt(2 layers), biases 0, norms 1.
 */
final class InitialWeights {

    private static final double DEVIATION = 0.02;
    private static final List<String> INTO_RESIDUAL =
            List.of("c_proj.weight", "self_attn.o_proj.weight", "mlp.down_proj.weight");

    private InitialWeights() {}

    static SortedMap<String, NDArray> of(ModelConfig config, long seed, NDManager manager) {
        SplittableRandom random = new SplittableRandom(seed);
        double intoResidual = DEVIATION / Math.sqrt(2.0 * config.layers());
        SortedMap<String, NDArray> weights = new TreeMap<>();
        config.parameterShapes().forEach((name, dimensions) -> {
            Shape shape = new Shape(dimensions);
            float[] values = new float[Math.toIntExact(shape.size())];
            double deviation = INTO_RESIDUAL.stream().anyMatch(name::endsWith) ? intoResidual : DEVIATION;
            for (int i = 0; i < values.length; i++) {
                if (dimensions.length == 2) {
                    values[i] = (float) (random.nextGaussian() * deviation);
                } else {
                    values[i] = name.endsWith(".weight") ? 1 : 0;
                }
            }
            weights.put(name, Weights.create(manager, values, shape));
        });
        return weights;
    }
}
