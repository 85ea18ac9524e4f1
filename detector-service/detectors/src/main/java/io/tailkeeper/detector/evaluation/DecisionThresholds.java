package io.tailkeeper.detector.evaluation;

import io.tailkeeper.detector.Discrimination;
import java.util.List;

/**
 * Probabilities above which a text is called machine-written.
 *
 * @param falsePositiveRate1 so that at most 1 % of the human texts it was taken from are
 * @param falsePositiveRate5 at most 5 %
 */
public record DecisionThresholds(double falsePositiveRate1, double falsePositiveRate5) {

    /** The thresholds that human texts give; 1 where there are none, so that nothing is above. */
    public static DecisionThresholds of(List<JudgedText> texts) {
        double[] probabilities =
                texts.stream().mapToDouble(JudgedText::syntheticProbability).toArray();
        boolean[] machineWritten = new boolean[probabilities.length];
        for (int i = 0; i < machineWritten.length; i++) {
            machineWritten[i] = texts.get(i).machineWritten();
        }
        return new DecisionThresholds(
                Math.min(1, Discrimination.threshold(probabilities, machineWritten, 0.01)),
                Math.min(1, Discrimination.threshold(probabilities, machineWritten, 0.05)));
    }
}
