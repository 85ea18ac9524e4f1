package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.tailkeeper.languagemodel.Family;
import io.tailkeeper.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final double RATE = 0.01;
    private static final double DECAY = 0.1;

    private static final ModelConfig GPT2 = new ModelConfig(1, 2, 8, 8, 300);

    /** The paper's update of one number with gradient 2x, in double precision. */
    private static double byHand(double start, int steps, double decay, double clip) {
        return byHand(start, steps, decay, clip, 1);
    }

    private static double byHand(double start, int steps, double decay, double clip, double scale) {
        double x = start;
        double mean = 0;
        double variance = 0;
        for (int step = 1; step <= steps; step++) {
            double gradient = Math.max(-clip, Math.min(clip, scale * 2 * x));
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.999 * variance + 0.001 * gradient * gradient;
            double meanHat = mean / (1 - Math.pow(0.9, step));
            double varianceHat = variance / (1 - Math.pow(0.999, step));
            x -= RATE * decay * x;
            x -= RATE * meanHat / (Math.sqrt(varianceHat) + 1e-8);
        }
        return x;
    }

    private static NDArray scalar(NDManager manager, double value) {
        return manager.create(new double[] {value}, new Shape());
    }

    private static double trained(String name, Shape shape, double clip) {
        return trained(name, shape, clip, 1);
    }

    private static double trained(String name, Shape shape, double clip, double gradientScale) {
        return trained(GPT2, name, shape, clip, gradientScale);
    }

    private static double trained(ModelConfig config, String name, Shape shape, double clip, double gradientScale) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            SortedMap<String, NDArray> parameters = new TreeMap<>();
            NDArray parameter = manager.full(shape, 1.5f);
            parameters.put(name, parameter);
            parameter.setRequiresGradient(true);
            AdamW optimizer = new AdamW(config, parameters, DECAY, clip);
            for (int step = 0; step < 25; step++) {
                try (NDManager scope = manager.newSubManager()) {
                    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        collector.backward(
                                scope.create(1f).mul(parameter).mul(parameter).sum());
                    }
                    optimizer.update(step, RATE, scalar(scope, 0), scalar(scope, gradientScale), scope);
                    try (NDArray gradient = parameter.getGradient()) {
                        assertThat(gradient.toFloatArray()).containsOnly(0f);
                    }
                }
            }
            float[] values = parameter.toFloatArray();
            assertThat(values).containsOnly(values[0]);
            return values[0];
        }
    }

    @Test
    void followsThePaperOnMatrices() {
        assertThat(trained("h.0.mlp.c_fc.weight", new Shape(40, 50), 1e6))
                .isCloseTo(byHand(1.5, 25, DECAY, 1e6), within(1e-5));
    }

    @Test
    void doesNotDecayBiasesNormsAndEmbeddings() {
        for (String name : new String[] {"h.0.mlp.c_fc.bias", "ln_f.weight"}) {
            assertThat(trained(name, new Shape(33), 1e6)).isCloseTo(byHand(1.5, 25, 0, 1e6), within(1e-5));
        }
        assertThat(trained("wte.weight", new Shape(1, 1), 1e6)).isCloseTo(byHand(1.5, 25, 0, 1e6), within(1e-5));
    }

    @Test
    void decaysTheHeadOfALlamaAndNotItsEmbedding() {
        ModelConfig llama = new ModelConfig(1, 2, 8, 8, 300, new Family.Llama(1, 4, 16, 10_000, 1e-5, false));
        Shape shape = new Shape(40, 50);
        assertThat(trained(llama, "model.embed_tokens.weight", shape, 1e6, 1))
                .isCloseTo(byHand(1.5, 25, 0, 1e6), within(1e-5));
        for (String name : new String[] {"lm_head.weight", "model.layers.0.self_attn.q_proj.weight"}) {
            assertThat(trained(llama, name, shape, 1e6, 1)).isCloseTo(byHand(1.5, 25, DECAY, 1e6), within(1e-5));
        }
        assertThat(trained(llama, "model.norm.weight", new Shape(33), 1e6, 1))
                .isCloseTo(byHand(1.5, 25, 0, 1e6), within(1e-5));
    }

    @Test
    void clipsTheGlobalNorm() {
        assertThat(trained("wpe.weight", new Shape(1, 1), 2.9)).isCloseTo(byHand(1.5, 25, 0, 2.9), within(1e-5));
    }

    @Test
    void scalesTheGradientBeforeItIsClipped() {
        assertThat(trained("wte.weight", new Shape(1, 1), 1e6, 1e-7))
                .isCloseTo(byHand(1.5, 25, 0, 1e6, 1e-7), within(1e-5))
                .isNotCloseTo(byHand(1.5, 25, 0, 1e6), within(1e-3));
        assertThat(trained("wpe.weight", new Shape(1, 1), 5.8, 2)).isCloseTo(byHand(1.5, 25, 0, 5.8, 2), within(1e-5));
    }

    @Test
    void reportsTheNormBeforeClippingAndChangesNothingFromWhenItIsNotFinite() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            SortedMap<String, NDArray> parameters = new TreeMap<>();
            parameters.put("a", manager.create(new float[] {3, 0}));
            parameters.put("b", manager.create(new float[] {4}));
            parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
            AdamW optimizer = new AdamW(GPT2, parameters, 0, 1);
            List<List<Float>> before = List.of();
            double[] norms = new double[4];
            float[] scales = {0.5f, 0.25f, Float.POSITIVE_INFINITY, 0.5f};
            for (int step = 0; step < scales.length; step++) {
                before = step < 3 ? values(parameters, optimizer) : before;
                float scale = scales[step];
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray sum = manager.create(scale)
                            .mul(parameters
                                    .get("a")
                                    .square()
                                    .sum()
                                    .add(parameters.get("b").square().sum()));
                    collector.backward(sum);
                }
                norms[step] = optimizer
                        .update(step, RATE, scalar(manager, 0), scalar(manager, 1), manager)
                        .getDouble();
                assertThat(values(parameters, optimizer).equals(before))
                        .as("unchanged by step %s", step)
                        .isEqualTo(step >= 2);
            }
            assertThat(norms[0]).isCloseTo(5, within(1e-6));
            assertThat(norms[1]).isBetween(2.4, 2.5);
            assertThat(norms[2]).isNaN();
            assertThat(norms[3]).isBetween(4.8, 5.0);
        }
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** Parameters, then moments. */
    private static List<List<Float>> values(SortedMap<String, NDArray> parameters, AdamW optimizer) {
        return Stream.concat(parameters.values().stream(), optimizer.moments().values().stream())
                .map(tensor -> list(tensor.toFloatArray()))
                .toList();
    }

    @Test
    void aLossThatIsNotFiniteChangesNothingThoughTheGradientsAre() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            SortedMap<String, NDArray> parameters = new TreeMap<>();
            parameters.put("h.0.mlp.c_fc.weight", manager.full(new Shape(3, 5), 2f));
            NDArray parameter = parameters.get("h.0.mlp.c_fc.weight");
            parameter.setRequiresGradient(true);
            AdamW optimizer = new AdamW(GPT2, parameters, DECAY, 1);
            List<List<Float>> before = values(parameters, optimizer);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(manager.create(1f).mul(parameter).sum());
            }

            NDArray norm = optimizer.update(0, RATE, scalar(manager, Double.NaN), scalar(manager, 2), manager);

            assertThat(norm.getDouble()).isCloseTo(2 * Math.sqrt(15), within(1e-6));
            assertThat(values(parameters, optimizer)).isEqualTo(before);
            assertThat(parameter.getGradient().toFloatArray()).containsOnly(0f);
        }
    }
}
