package io.tailkeeper.plaindecoder;

import io.tailkeeper.languagemodel.LanguageModel;
import java.util.Arrays;
import java.util.Objects;

/** Copies of a model's weights by their names, as a decoder wants them. */
record ModelWeights(LanguageModel model) {

    float[] values(String name) {
        return Objects.requireNonNull(model.parameters().get(name), name).toFloatArray();
    }

    /** A table of tokens or positions, row by row. */
    float[][] rows(String name) {
        int width = model.config().embeddingSize();
        float[] flat = values(name);
        float[][] rows = new float[flat.length / width][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
        return rows;
    }

    Norm layerNorm(String name, double epsilon) {
        return Norm.layerNorm(values(name + ".weight"), values(name + ".bias"), epsilon);
    }

    Norm rmsNorm(String name, double epsilon) {
        return Norm.rmsNorm(values(name + ".weight"), epsilon);
    }

    /** A projection with a bias, (in, out). */
    Matrix affine(String name) {
        return Matrix.of(values(name + ".weight"), values(name + ".bias"));
    }

    /** Projections side by side, (out, in) each. */
    Matrix linear(int in, String... names) {
        return Matrix.transposed(
                in, Arrays.stream(names).map(name -> values(name + ".weight")).toArray(float[][]::new));
    }
}
