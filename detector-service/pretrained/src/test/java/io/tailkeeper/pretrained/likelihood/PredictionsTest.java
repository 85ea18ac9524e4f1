package io.tailkeeper.pretrained.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionsTest {

    private static final int ROWS = 2;
    private static final int POSITIONS = 7;
    private static final int VOCABULARY = 5;
    private static final int FROM = 3;

    private final Random random = new Random(5);

    private float[] random(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] probabilities(float[] logits, int position) {
        double[] its = new double[VOCABULARY];
        for (int token = 0; token < VOCABULARY; token++) {
            its[token] = logits[position * VOCABULARY + token];
        }
        return TinyModels.probabilities(its, VOCABULARY);
    }

    @Test
    void sumsAreThoseOfPlainLoops() {
        float[] scoring = random(ROWS * POSITIONS * VOCABULARY);
        float[] reference = random(ROWS * POSITIONS * VOCABULARY);
        long[] next = random.longs(ROWS * (FROM + POSITIONS), 0, VOCABULARY).toArray();
        try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
            Shape shape = new Shape(ROWS, POSITIONS, VOCABULARY);
            Predictions predictions = Predictions.of(
                    scope.create(scoring, shape),
                    scope.create(reference, shape),
                    scope.create(next, new Shape(ROWS, FROM + POSITIONS)),
                    FROM);
            int begin = 2; // in the first row
            int end = POSITIONS + 3; // in the second
            TokenSums expected = TokenSums.NOTHING;
            for (int i = begin; i < end; i++) {
                double[] p = probabilities(scoring, i);
                double[] q = probabilities(reference, i);
                int token = (int) next[i / POSITIONS * (FROM + POSITIONS) + FROM + i % POSITIONS];
                double mean = 0;
                double square = 0;
                for (int other = 0; other < VOCABULARY; other++) {
                    mean += q[other] * Math.log(p[other]);
                    square += q[other] * Math.log(p[other]) * Math.log(p[other]);
                }
                expected = expected.plus(new TokenSums(1, Math.log(p[token]), mean, square - mean * mean));
            }
            TokenSums actual = predictions.sum(begin, end);
            assertThat(actual.tokens()).isEqualTo(end - begin);
            assertThat(actual.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-5));
            assertThat(actual.expected()).isCloseTo(expected.expected(), within(1e-5));
            assertThat(actual.variance()).isCloseTo(expected.variance(), within(1e-5));
        }
    }
}
