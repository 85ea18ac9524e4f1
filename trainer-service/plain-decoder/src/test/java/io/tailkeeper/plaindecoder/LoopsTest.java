package io.tailkeeper.plaindecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The loops in vectors, each beside its definition in doubles. */
class LoopsTest {

    @Test
    void exponentialsAreThoseOfTheLibraryAndNeverTooSmallToCalculateWith() {
        for (double x = -39.9; x < 86; x += 0.0373) {
            float value = (float) x;
            assertThat(exponential(value) / StrictMath.exp(value)).isCloseTo(1, within(5e-7));
        }
        assertThat(exponential(0)).isEqualTo(1);
        assertThat(exponential(-1000)).isBetween(4e-18f, 5e-18f);
        assertThat(exponential(Float.NEGATIVE_INFINITY)).isBetween(4e-18f, 5e-18f);
        assertThat(exponential(1000)).isBetween(6e37f, 7e37f);
        assertThat(exponential(Float.NaN)).isNaN();
    }

    private static float exponential(float x) {
        float[] scores = buffer(x);
        Softmax.exponentials(scores, 0, 1);
        return scores[0];
    }

    @Test
    void attentionIsThatOfDoublesForHeadsOfEverySizeAndTextsOfEveryLength() {
        SplittableRandom random = new SplittableRandom(8);
        for (int size : new int[] {2, 4, 8, 12, 32}) {
            for (int positions : new int[] {1, 3, 4, 15, 16, 17, 31, 64, 100}) {
                float[] queries = Arrays.copyOf(numbers(random, 2 * size), 3 * size + Buffers.WIDTH);
                float[][] keys = rows(random, positions, size);
                float[][] values = rows(random, positions, size);
                HeadCache heldKeys = cache(keys, size);
                HeadCache heldValues = cache(values, size);
                float[][] scores = Buffers.of(2, positions);
                for (int head = 0; head < 2; head++) {
                    heldKeys.products(queries, head * size, scores[head], positions);
                    float[] mixed = new float[size + Buffers.WIDTH];
                    float largest = Softmax.largest(scores[head], positions);
                    float sum = Softmax.exponentials(scores[head], largest, positions);
                    heldValues.weightedSums(scores[head], positions, 1 / sum, mixed, 0);
                    float[] query = Arrays.copyOfRange(queries, head * size, (head + 1) * size);
                    double[] expected = mixed(query, keys, values);
                    for (int d = 0; d < size; d++) {
                        assertThat((double) mixed[d]).isCloseTo(expected[d], within(5e-5));
                    }
                }
            }
        }
    }

    private static float[][] rows(SplittableRandom random, int count, int size) {
        float[][] rows = new float[count][];
        Arrays.setAll(rows, _ -> numbers(random, size));
        return rows;
    }

    private static HeadCache cache(float[][] rows, int size) {
        HeadCache cache = new HeadCache(size, rows.length);
        for (int position = 0; position < rows.length; position++) {
            cache.append(rows[position], 0, position);
        }
        return cache;
    }

    private static double[] mixed(float[] query, float[][] keys, float[][] values) {
        double[] mixed = new double[query.length];
        double sum = 0;
        for (int t = 0; t < keys.length; t++) {
            double score = 0;
            for (int d = 0; d < query.length; d++) {
                score += (double) query[d] * keys[t][d];
            }
            sum += Math.exp(score);
            for (int d = 0; d < query.length; d++) {
                mixed[d] += Math.exp(score) * values[t][d];
            }
        }
        for (int d = 0; d < query.length; d++) {
            mixed[d] /= sum;
        }
        return mixed;
    }

    @Test
    void curvesAreThoseOfTheirDefinitions() {
        for (double x = -9; x < 9; x += 0.173) {
            float value = (float) x;
            float[] exact = buffer(value);
            Activations.gelu(exact, 1);
            assertThat((double) exact[0]).isCloseTo(value * normal(value), within(3e-6));
            float[] tanh = buffer(value);
            Activations.geluTanh(tanh, 1);
            double inner = Math.sqrt(2 / Math.PI) * (value + 0.044715 * Math.pow(value, 3));
            assertThat((double) tanh[0]).isCloseTo(value * (1 + Math.tanh(inner)) / 2, within(1e-4));
            float[] gated = buffer(value, 3);
            Activations.swiGlu(gated, 1);
            assertThat((double) gated[0]).isCloseTo(3 * value / (1 + Math.exp(-value)), within(3e-4));
        }
    }

    @Test
    void productsOfEveryShapeAreOneChainOfAdditionsToTheLastBit() {
        SplittableRandom random = new SplittableRandom(5);
        for (int rows : new int[] {1, 2, 3, 4, 5, 8, 15}) {
            for (int in : new int[] {1, 4, 7, 33}) {
                for (int out : new int[] {1, 15, 16, 17, 130}) {
                    float[] weights = numbers(random, in * out);
                    float[] bias = numbers(random, out);
                    float[][] x = new float[rows][];
                    Arrays.setAll(x, row -> Arrays.copyOf(numbers(random, in), Buffers.padded(in)));
                    float[][] y = Buffers.of(rows, out);
                    Matrix.of(weights, bias).multiply(x, y, rows);
                    for (int row = 0; row < rows; row++) {
                        for (int o = 0; o < out; o++) {
                            float chain = bias[o];
                            for (int i = 0; i < in; i++) {
                                chain = Math.fma(x[row][i], weights[i * out + o], chain);
                            }
                            assertThat(y[row][o]).isEqualTo(chain);
                        }
                    }
                }
            }
        }
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] buffer(float... values) {
        return Arrays.copyOf(values, 2 * Buffers.WIDTH);
    }

    /** Phi by Simpson's rule. */
    private static double normal(double x) {
        int steps = 2000;
        double width = x / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-i * width * i * width / 2);
        }
        return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
    }
}
