package io.tailkeeper.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackpropagationTest {

    private static final String LOG_PROBABILITIES = "log p";
    private static final int VOCABULARY = 37; // fills no vector

    @ParameterizedTest
    @CsvSource({
        "TANH, 2, 5, 9, 0, 1",
        "EXACT, 2, 5, 9, 0, 1",
        "TANH, 3, 4, 12, 7, 1",
        "TANH, 1, 3, 6, 5, 1",
        "EXACT, 2, 40, 7, 3, 3",
    })
    void logProbabilitiesAndGradientsAreThoseOfAutograd(
            Family.Gelu gelu, int layers, int documents, int length, int from, int threads) {
        try (LanguageModel model =
                LivelyModel.of(new ModelConfig(layers, 4, 32, 12, VOCABULARY, new Family.Gpt2(gelu, 1e-5)))) {
            Part part = new Part(documents, length, from, 7);
            Map<String, float[]> actual = written(model, part, threads);

            recorded(model, part).forEach((name, expected) -> assertClose(actual.get(name), expected));
        }
    }

    @Test
    void partsOfManyShapesAddUp() {
        try (LanguageModel model = model();
                Backpropagation written = Backpropagation.of(model, 1).orElseThrow()) {
            Map<String, float[]> expected = new HashMap<>();
            for (Part part : new Part[] {new Part(3, 8, 0, 1), new Part(5, 12, 4, 2), new Part(3, 8, 0, 3)}) {
                recorded(model, part)
                        .forEach((name, gradient) -> expected.merge(name, gradient, BackpropagationTest::sum));
                written.logProbabilities(part.tokens, part.documents, part.from, part.targets);
                written.accumulate(part.gradient);
            }

            expected.remove(LOG_PROBABILITIES);
            expected.forEach(
                    (name, gradient) -> assertClose(written.gradient(name).toFloatArray(), gradient));
        }
    }

    @Test
    void equalWorkGivesEqualBits() {
        Part part = new Part(70, 10, 2, 5);
        try (LanguageModel model = model()) {
            Map<String, float[]> first = written(model, part, 2);

            written(model, part, 2).forEach((name, values) -> assertThat(values).isEqualTo(first.get(name)));
        }
    }

    @Test
    void aTargetWithoutGradientGivesExactlyNone() {
        try (LanguageModel model = model();
                Backpropagation written = Backpropagation.of(model, 1).orElseThrow()) {
            Part part = new Part(3, 8, 0, 1);
            written.logProbabilities(part.tokens, part.documents, part.from, part.targets);
            written.accumulate(new float[part.targets.length]);

            model.parameters().keySet().forEach(name -> assertThat(
                            written.gradient(name).toFloatArray())
                    .usingElementComparator((a, b) -> a == 0 && b == 0 ? 0 : Float.compare(a, b))
                    .containsOnly(0f));
        }
    }

    @Test
    void whatCannotBeWorkedOnIsSaid() {
        try (LanguageModel model = model();
                Backpropagation written = Backpropagation.of(model, 1).orElseThrow()) {
            assertThatThrownBy(() -> written.logProbabilities(new long[13], 1, 0, new long[13]))
                    .hasMessage("a text of 13 tokens does not fit into the model's context of 12");
            assertThatThrownBy(() -> written.accumulate(new float[1])).isInstanceOf(IllegalStateException.class);
            assertThat(written.mostDocuments(12)).isEqualTo(Integer.MAX_VALUE / (128 * 12 * 4));
        }
    }

    @Test
    void onlyModelsThatItKnowsAreTaken() {
        try (LanguageModel llama = LivelyModel.of(LivelyModel.LLAMA_GROUPED);
                LanguageModel narrow = LivelyModel.of(new ModelConfig(1, 1, 8, 4, 10))) {
            assertThat(Backpropagation.of(llama)).isEmpty();
            assertThat(Backpropagation.of(narrow)).isEmpty();
        }
    }

    private static LanguageModel model() {
        return LivelyModel.of(new ModelConfig(2, 4, 32, 12, VOCABULARY));
    }

    /** What a target was given, and the gradients by the names of the parameters. */
    private static Map<String, float[]> written(LanguageModel model, Part part, int threads) {
        try (Backpropagation written = Backpropagation.of(model, threads).orElseThrow()) {
            Map<String, float[]> all = new HashMap<>();
            all.put(LOG_PROBABILITIES, written.logProbabilities(part.tokens, part.documents, part.from, part.targets));
            written.accumulate(part.gradient);
            model.parameters()
                    .keySet()
                    .forEach(name -> all.put(name, written.gradient(name).toFloatArray()));
            return all;
        }
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-5f * (largest + 1e-3f)));
        }
    }

    /** Made-up documents, and a made-up gradient of their targets' log p. */
    private static final class Part {

        private final int documents;
        private final int length;
        private final int from;
        private final long[] tokens;
        private final long[] targets;
        private final float[] gradient;

        Part(int documents, int length, int from, long seed) {
            this.documents = documents;
            this.length = length;
            this.from = from;
            Random random = new Random(seed);
            tokens = random.longs((long) documents * length, 0, VOCABULARY).toArray();
            targets = random.longs((long) documents * (length - from), 0, VOCABULARY)
                    .toArray();
            gradient = new float[targets.length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
            }
        }
    }

    private static Map<String, float[]> recorded(LanguageModel model, Part part) {
        model.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
        Map<String, float[]> all = new HashMap<>();
        try (NDManager scope = model.manager().newSubManager()) {
            NDArray tokens = scope.create(part.tokens, new Shape(part.documents, part.length));
            NDArray targets = scope.create(part.targets, new Shape(part.targets.length, 1));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray logProbabilities = model.logits(tokens, part.from)
                        .reshape(part.targets.length, -1)
                        .logSoftmax(1)
                        .get(new NDIndex(":").addPickDim(targets))
                        .reshape(part.targets.length);
                collector.backward(
                        logProbabilities.mul(scope.create(part.gradient)).sum());
                all.put(LOG_PROBABILITIES, logProbabilities.toFloatArray());
            }
            model.parameters().forEach((name, parameter) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    all.put(name, gradient.toFloatArray());
                    gradient.subi(gradient.duplicate());
                }
            });
        }
        return all;
    }
}
