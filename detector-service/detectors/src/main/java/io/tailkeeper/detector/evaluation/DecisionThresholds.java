package io.tailkeeper.detector.evaluation;

import io.tailkeeper.measures.RocCurve;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probabilities above which a text is called machine-written.
 *
 * @param falsePositiveRate1 so that at most 1 % of the human texts it was taken from are
 * @param falsePositiveRate5 at most 5 %
 * @param distances how far the calibrated logits of all texts lie from 0: the percentiles 0 to 100, which a screen takes its
 *     bound from
 */
public record DecisionThresholds(double falsePositiveRate1, double falsePositiveRate5, List<Double> distances) {

    private static final int PERCENTILES = 100;

    public DecisionThresholds {
        distances = distances == null ? List.of() : List.copyOf(distances);
    }

    /** The thresholds that human texts give; 1 where there are none, so that nothing is above. */
    public static DecisionThresholds of(List<JudgedText> texts) {
        double[] probabilities =
                texts.stream().mapToDouble(JudgedText::syntheticProbability).toArray();
        boolean[] machineWritten = new boolean[probabilities.length];
        for (int i = 0; i < machineWritten.length; i++) {
            machineWritten[i] = texts.get(i).machineWritten();
        }
        RocCurve curve = RocCurve.of(probabilities, machineWritten);
        return new DecisionThresholds(
                Math.min(1, curve.threshold(0.01)), Math.min(1, curve.threshold(0.05)), distances(probabilities));
    }

    private static List<Double> distances(double[] probabilities) {
        double[] sorted = Arrays.stream(probabilities)
                .map(probability -> Math.abs(Math.log(probability) - Math.log1p(-probability)))
                .map(distance -> Math.min(distance, Double.MAX_VALUE))
                .sorted()
                .toArray();
        return sorted.length == 0
                ? List.of()
                : IntStream.rangeClosed(0, PERCENTILES)
                        .mapToObj(percent -> sorted[(sorted.length - 1) * percent / PERCENTILES])
                        .toList();
    }
}
