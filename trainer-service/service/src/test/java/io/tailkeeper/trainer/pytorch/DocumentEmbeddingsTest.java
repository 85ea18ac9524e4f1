package io.tailkeeper.trainer.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tailkeeper.trainer.TrainingCancelledException;
import io.tailkeeper.trainer.TrainingFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A real model embeds; one text at a time, without padding, gives the same points. */
class DocumentEmbeddingsTest extends BesideATinyModel {

    private record Document(String prompt, String text) {}

    private double[][] embedded(List<Document> documents, UnaryOperator<double[]> kept) {
        return new DocumentEmbeddings(model, () -> false)
                .of(
                        documents.size(),
                        i -> rows.of(documents.get(i).prompt(), documents.get(i).text()),
                        kept);
    }

    private double[] naive(Document document) {
        int[] before = tokenizer.encode(document.prompt());
        int[] tokens = tokenizer.encode(document.text());
        long[] read = IntStream.concat(Arrays.stream(before), Arrays.stream(tokens))
                .asLongStream()
                .toArray();
        double[] mean = new double[32];
        try (NDManager scope = model.manager().newSubManager();
                NDArray states = model.hidden(scope.create(read, new Shape(1, read.length)))) {
            float[] all = states.toFloatArray();
            int first = Math.max(1, before.length);
            for (int t = first; t < read.length; t++) {
                for (int c = 0; c < 32; c++) {
                    mean[c] += all[t * 32 + c] / (double) (read.length - first);
                }
            }
        }
        return mean;
    }

    @Test
    void eachTextIsTheMeanStateOfItsOwnTokens() {
        List<Document> documents = IntStream.range(0, 35) // more than a batch, of different lengths
                .mapToObj(i -> new Document("a heron ".repeat(i % 3), "x".repeat(i % 7 + 2) + " is " + i))
                .toList();
        double[][] points = embedded(documents, UnaryOperator.identity());
        for (int i = 0; i < points.length; i++) {
            assertThat(points[i])
                    .as(documents.get(i).toString())
                    .containsExactly(naive(documents.get(i)), within(1e-4));
        }
        assertThat(points[0][0]).isNotCloseTo(points[5][0], within(1e-3));
        assertThat(embedded(documents, UnaryOperator.identity()))
                .as("to the bit")
                .isDeepEqualTo(points);
    }

    @Test
    void keepsOnlyWhatIsAskedFor() {
        List<Document> documents = List.of(new Document("a ", "heron"), new Document("the ", "sea is wide"));
        double[][] points = embedded(documents, UnaryOperator.identity());

        assertThat(embedded(documents, point -> new double[] {point[3]}))
                .isDeepEqualTo(new double[][] {{points[0][3]}, {points[1][3]}});
    }

    @Test
    void aTextWithoutATokenIsTheLastTokenBeforeIt() {
        double[][] points =
                embedded(List.of(new Document("a heron", ""), new Document("", "")), UnaryOperator.identity());

        long[] prompt =
                Arrays.stream(tokenizer.encode("a heron")).asLongStream().toArray();
        long[] nothing = {tokenizer.endOfText()};
        assertThat(points[0]).containsExactly(lastState(prompt), within(1e-4));
        assertThat(points[1]).containsExactly(lastState(nothing), within(1e-4));
    }

    private double[] lastState(long[] read) {
        try (NDManager scope = model.manager().newSubManager();
                NDArray states = model.hidden(scope.create(read, new Shape(1, read.length)))) {
            float[] all = states.toFloatArray();
            return IntStream.range(all.length - 32, all.length)
                    .mapToDouble(i -> all[i])
                    .toArray();
        }
    }

    @Test
    void stopsWhenNobodyWantsThemAnyMore() {
        assertThatThrownBy(() -> new DocumentEmbeddings(model, () -> true)
                        .of(1, _ -> rows.of("a ", "heron"), UnaryOperator.identity()))
                .isInstanceOf(TrainingCancelledException.class);
    }

    @Test
    void aModelThatHasDivergedIsNamed() {
        NDArray weight = model.parameters().get("ln_f.bias");
        float[] broken = weight.toFloatArray();
        broken[3] = Float.NaN;
        weight.set(broken);
        assertThatThrownBy(() -> embedded(List.of(new Document("a ", "heron")), UnaryOperator.identity()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage(
                        "selection: the states of generation 0 are NaN, no finite numbers; the model has diverged: lower"
                                + " base-training.learning-rate");
    }
}
